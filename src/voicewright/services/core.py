"""The object that entry points receive: every verb, ready to be called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType

from voicewright.domain.books import FREE, PriceBook
from voicewright.domain.plan import FREE as FREE_PLAN
from voicewright.domain.plan import Plan
from voicewright.domain.provenance import UNMARKED, Marks
from voicewright.ports import Clock, Decoder, Engines, Fetch, Meter, Moderator, Notify, Objects, Post, Recogniser, Store, Teller, WorkerStore
from voicewright.services.acceptance import Acceptance
from voicewright.services.accounts import AccountService
from voicewright.services.audit import AuditService
from voicewright.services.billing import Billing
from voicewright.services.catalog import Catalog
from voicewright.services.clone import CloneService
from voicewright.services.consents import ConsentService
from voicewright.services.design import DesignService
from voicewright.services.erasure import OUTPUTS_KEPT, Erasure
from voicewright.services.intake import Intake
from voicewright.services.limits import QUEUE_LIMIT, LimitService
from voicewright.services.numbers import NumberService
from voicewright.services.promises import PromiseService
from voicewright.services.recognition import Recognition
from voicewright.services.retention import RetentionService
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
    tasks: TaskService
    webhooks: WebhookService
    work: WorkService
    store: Store
    objects: Objects
    engines: Engines
    clock: Clock

    @property
    def consents(self) -> ConsentService:
        """What speakers said before their voices were cloned."""
        return self.clone.consents

    @property
    def limits(self) -> LimitService:
        """How much an account may do."""
        return self.speak.acceptance.limits

    @property
    def billing(self) -> Billing:
        """What it costs."""
        return self.speak.acceptance.billing

    @property
    def numbers(self) -> NumberService:
        """Whole numbers that stand for files and tasks."""
        return NumberService(store=self.store)

    @property
    def retention(self) -> RetentionService:
        """What is kept no longer."""
        return RetentionService(store=self.tasks.store, objects=self.objects, clock=self.clock, erasure=self.catalog.erasure)

    @property
    def promises(self) -> PromiseService:
        """Requests that count once."""
        return PromiseService(store=self.store, objects=self.objects, clock=self.clock)

    @property
    def audit(self) -> AuditService:
        """What was done."""
        return AuditService(store=self.tasks.store, clock=self.clock)


def core_of(
    *,
    store: WorkerStore,
    objects: Objects,
    engines: Engines,
    fetch: Fetch,
    decoder: Decoder,
    post: Post,
    clock: Clock,
    notify: Notify,
    meter: Meter,
    queue_limit: int = QUEUE_LIMIT,
    moderator: Moderator | None = None,
    recognisers: Sequence[Recogniser] = (),
    tellers: Mapping[str, Teller] = MappingProxyType({}),
    books: Mapping[str, PriceBook] | None = None,
    plans: Mapping[str, Plan] | None = None,
    outputs_kept: timedelta = OUTPUTS_KEPT,
    keep_originals: bool = False,
    marks: Marks = UNMARKED,
) -> Core:
    """The verbs over these ports. `tellers`: by the dialects that can tell of a task's end; `books`, `plans`: by name, else the free ones alone."""
    tasks = TaskService(store=store, objects=objects, clock=clock, notify=notify, tellers=tellers)
    catalog = Catalog(store=store, clock=clock, erasure=Erasure(store=store, objects=objects, clock=clock, outputs_kept=outputs_kept))
    uploads = UploadService(store=store, objects=objects, clock=clock)
    timbres = Timbres(store=store, objects=objects, engines=engines)
    limits = LimitService(store=store, meter=meter, queue_limit=queue_limit)
    billing = Billing(store=store, clock=clock, books=books or {FREE.name: FREE})
    acceptance = Acceptance(store=store, limits=limits, billing=billing, moderator=moderator)
    nursery = Nursery(store=store, objects=objects, engines=engines, clock=clock, acceptance=acceptance, marks=marks)
    intake = Intake(fetch=fetch, decoder=decoder, uploads=uploads, keep_originals=keep_originals)
    recognition = Recognition(recognisers=recognisers)
    clone = _cloning(nursery, intake, recognition, timbres, tasks)
    design = DesignService(objects=objects, engines=engines, clock=clock, timbres=timbres, nursery=nursery, tasks=tasks)
    speak = SpeakService(
        store=store,
        objects=objects,
        engines=engines,
        clock=clock,
        catalog=catalog,
        timbres=timbres,
        tasks=tasks,
        acceptance=acceptance,
        marks=marks,
    )
    return Core(
        accounts=AccountService(store=store, clock=clock, plans=plans or {FREE_PLAN.name: FREE_PLAN}),
        catalog=catalog,
        clone=clone,
        design=design,
        speak=speak,
        transcribe=TranscribeService(intake=intake, recognition=recognition),
        uploads=uploads,
        tasks=tasks,
        webhooks=WebhookService(store=store, clock=clock, post=post, tellers=tellers),
        work=WorkService(tasks=tasks, clone=clone, design=design, speak=speak),
        store=store,
        objects=objects,
        engines=engines,
        clock=clock,
    )


def _cloning(nursery: Nursery, intake: Intake, recognition: Recognition, timbres: Timbres, tasks: TaskService) -> CloneService:
    return CloneService(
        objects=nursery.objects,
        engines=nursery.engines,
        clock=nursery.clock,
        intake=intake,
        consents=ConsentService(store=nursery.store, objects=nursery.objects, clock=nursery.clock, intake=intake),
        recognition=recognition,
        timbres=timbres,
        nursery=nursery,
        tasks=tasks,
    )
