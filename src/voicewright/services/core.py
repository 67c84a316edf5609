"""The object that entry points receive: every verb, ready to be called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from voicewright.ports import Clock, Engines, Fetch, Notify, Objects, Post, Recogniser, Store, Teller
from voicewright.services.accounts import AccountService
from voicewright.services.catalog import Catalog
from voicewright.services.clone import CloneService
from voicewright.services.consents import ConsentService
from voicewright.services.design import DesignService
from voicewright.services.intake import Intake
from voicewright.services.numbers import NumberService
from voicewright.services.recognition import Recognition
from voicewright.services.speak import SpeakService
from voicewright.services.tasks import TaskService
from voicewright.services.timbres import Timbres
from voicewright.services.transcribe import TranscribeService
from voicewright.services.uploads import UploadService
from voicewright.services.voices import Nursery
from voicewright.services.webhooks import WebhookService
from voicewright.services.work import WorkService


@dataclass(frozen=True, kw_only=True)
class Core:
    """The verbs and, for health and media, the ports that they stand on."""

    accounts: AccountService
    catalog: Catalog
    clone: CloneService
    design: DesignService
    speak: SpeakService
    transcribe: TranscribeService
    uploads: UploadService
    consents: ConsentService
    numbers: NumberService
    tasks: TaskService
    webhooks: WebhookService
    work: WorkService
    store: Store
    objects: Objects
    engines: Engines
    clock: Clock


def core_of(
    *,
    store: Store,
    objects: Objects,
    engines: Engines,
    fetch: Fetch,
    post: Post,
    clock: Clock,
    notify: Notify,
    recognisers: Sequence[Recogniser] = (),
    tellers: Mapping[str, Teller] | None = None,
) -> Core:
    """The verbs over these ports. `tellers`: by the names of the dialects that can tell of a task's end."""
    tellers = tellers or {}
    tasks = TaskService(store=store, objects=objects, clock=clock, notify=notify, tellers=tellers)
    catalog = Catalog(store=store, objects=objects, clock=clock)
    uploads = UploadService(store=store, objects=objects, clock=clock)
    timbres = Timbres(store=store, objects=objects, engines=engines)
    nursery = Nursery(store=store, objects=objects, engines=engines, clock=clock)
    intake, recognition = Intake(fetch=fetch, uploads=uploads), Recognition(recognisers=recognisers)
    clone = CloneService(
        objects=objects,
        engines=engines,
        clock=clock,
        intake=intake,
        recognition=recognition,
        timbres=timbres,
        nursery=nursery,
        tasks=tasks,
    )
    design = DesignService(objects=objects, engines=engines, clock=clock, timbres=timbres, nursery=nursery, tasks=tasks)
    speak = SpeakService(store=store, objects=objects, engines=engines, clock=clock, catalog=catalog, timbres=timbres, tasks=tasks)
    return Core(
        accounts=AccountService(store=store, clock=clock),
        catalog=catalog,
        clone=clone,
        design=design,
        speak=speak,
        transcribe=TranscribeService(intake=intake, recognition=recognition),
        uploads=uploads,
        consents=ConsentService(store=store, objects=objects, clock=clock, intake=intake),
        numbers=NumberService(store=store),
        tasks=tasks,
        webhooks=WebhookService(store=store, clock=clock, post=post, tellers=tellers),
        work=WorkService(tasks=tasks, clone=clone, design=design, speak=speak),
        store=store,
        objects=objects,
        engines=engines,
        clock=clock,
    )
