"""The object that entry points receive: every verb, ready to be called."""

from __future__ import annotations

from dataclasses import dataclass

from voicewright.ports import Clock, Engines, Fetch, Notify, Objects, Store
from voicewright.services.accounts import AccountService
from voicewright.services.catalog import Catalog
from voicewright.services.clone import CloneService
from voicewright.services.design import DesignService
from voicewright.services.intake import Intake
from voicewright.services.speak import SpeakService
from voicewright.services.tasks import TaskService
from voicewright.services.timbres import Timbres
from voicewright.services.uploads import UploadService
from voicewright.services.voices import Nursery
from voicewright.services.work import WorkService


@dataclass(frozen=True, kw_only=True)
class Core:
    """The verbs and, for health and media, the ports that they stand on."""

    accounts: AccountService
    catalog: Catalog
    clone: CloneService
    design: DesignService
    speak: SpeakService
    uploads: UploadService
    tasks: TaskService
    work: WorkService
    store: Store
    objects: Objects
    engines: Engines
    clock: Clock


def core_of(*, store: Store, objects: Objects, engines: Engines, fetch: Fetch, clock: Clock, notify: Notify) -> Core:
    """The verbs over these ports."""
    tasks = TaskService(store=store, objects=objects, clock=clock, notify=notify)
    catalog = Catalog(store=store, objects=objects, clock=clock)
    uploads = UploadService(store=store, objects=objects, clock=clock)
    timbres = Timbres(store=store, objects=objects, engines=engines)
    nursery = Nursery(store=store, objects=objects, engines=engines, clock=clock)
    clone = CloneService(
        objects=objects,
        engines=engines,
        clock=clock,
        intake=Intake(fetch=fetch, uploads=uploads),
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
        uploads=uploads,
        tasks=tasks,
        work=WorkService(tasks=tasks, clone=clone, design=design, speak=speak),
        store=store,
        objects=objects,
        engines=engines,
        clock=clock,
    )
