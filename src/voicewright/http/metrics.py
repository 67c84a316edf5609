"""What is counted of requests, and the page that Prometheus reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from voicewright.http.state import Gauged, gauges_of

_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 180)


class Metrics:
    """The figures of one application."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter("voicewright_http_requests", "Requests that were answered.", ("dialect", "route", "status"), registry=self.registry)
        self._seconds = Histogram(
            "voicewright_http_request_seconds",
            "From the first byte of a request to the last of its answer.",
            ("dialect", "route"),
            buckets=_BUCKETS,
            registry=self.registry,
        )

    def note(self, *, dialect: str, route: str, status: int, seconds: float) -> None:
        """Count one request."""
        self._requests.labels(dialect, route, str(status)).inc()
        self._seconds.labels(dialect, route).observe(seconds)


class _Moment(Collector):
    """Figures that were read a moment ago."""

    def __init__(self, figures: Sequence[Gauged]) -> None:
        self.figures = figures

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """One family for each name."""
        for name, members in groupby(sorted(self.figures, key=lambda it: it.name), key=lambda it: it.name):
            group = list(members)
            family = GaugeMetricFamily(f"voicewright_{name}", group[0].help, labels=sorted(group[0].labels))
            for figure in group:
                family.add_metric([figure.labels[label] for label in sorted(figure.labels)], figure.value)
            yield family


def page(metrics: Metrics) -> APIRouter:
    """`GET /metrics`."""
    router = APIRouter(include_in_schema=False)

    @router.get("/metrics")
    async def read(request: Request) -> Response:
        moment = CollectorRegistry()
        moment.register(_Moment(await gauges_of(request)()))
        return Response(generate_latest(metrics.registry) + generate_latest(moment), media_type=CONTENT_TYPE_LATEST)

    return router
