"""A server that cannot work as it is set up says so before it starts anything."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from voicewright.bootstrap import RefusesToStart, house
from voicewright.settings import Settings


async def refusal(settings: Settings) -> str:
    with pytest.raises(RefusesToStart) as refused:
        async with house(settings):
            pytest.fail("it started")
    return str(refused.value)


async def test_a_place_where_no_recordings_can_be_kept_is_named_with_its_setting(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    for url, problem in (("ftp://example.com", "no objects can be kept at ftp URL"), (str(tmp_path / "file" / "objects"), "Not a directory")):
        said = await refusal(Settings(data=tmp_path / "data", objects_url=url))
        assert problem in said
        assert "VOICEWRIGHT_OBJECTS_URL" in said


@pytest.mark.parametrize("key", ["", "not hex", "abcd"])
async def test_links_are_never_signed_with_a_damaged_key(tmp_path: Path, key: str) -> None:
    (tmp_path / "links.key").write_text(key)

    assert re.search(r"links\.key is damaged\. Remove it", await refusal(Settings(data=tmp_path)))
