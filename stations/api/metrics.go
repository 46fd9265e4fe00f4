package api

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

const metricsPath = "/metrics"

// metrics counts requests and tells how the server is, for Prometheus. Its
// labels are routes of the table, methods and classes of status: never a path
// or a query, which may hold where somebody is.
type metrics struct {
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	page     http.Handler
}

// newMetrics makes the metrics of one server, in a registry of their own.
func newMetrics(s *Server) *metrics {
	m := &metrics{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "yizhan_http_requests_total", Help: "Answered requests by route, method and class of status.",
		}, []string{"route", "method", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "yizhan_http_request_seconds", Help: "Time from the head of a request to the end of its answer.",
			Buckets: []float64{.0001, .00025, .0005, .001, .0025, .005, .01, .025, .1, .5, 2.5, 10},
		}, []string{"route"}),
	}
	registry := prometheus.NewRegistry()
	registry.MustRegister(m.requests, m.seconds, vitals{s}, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	m.page = promhttp.HandlerFor(registry, promhttp.HandlerOpts{DisableCompression: true}) // the server compresses
	return m
}

func (s *Server) getMetrics(c echo.Context) error {
	c.Response().Header().Set("Cache-Control", "no-store")
	s.metrics.page.ServeHTTP(c.Response(), c.Request())
	return nil
}

// here reports whether a request comes from this machine itself, by no proxy
// that says so.
func here(r *http.Request) bool { return IsLoopback(r.RemoteAddr) && foreign(r) == "" }

// vitals tells what the server knows of its stations. It implements
// prometheus.Collector.
type vitals struct{ s *Server }

func describe(name, help string) *prometheus.Desc { return prometheus.NewDesc(name, help, nil, nil) }

var (
	storeRevision    = describe("yizhan_store_revision", "The latest revision of the store; absent when the store does not answer.")
	snapshotRevision = describe("yizhan_snapshot_revision", "The revision that searches answer from.")
	snapshotStations = describe("yizhan_snapshot_stations", "Public stations that searches answer from.")
	snapshotAge      = describe("yizhan_snapshot_age_seconds", "Time since the snapshot was last replaced; a quiet store needs no new one.")
	followErrors     = describe("yizhan_follow_errors_total", "How often the store could not be followed.")
	keptCards        = describe("yizhan_card_bytes", "Memory of the cards that are kept drawn.")
)

// patienceOfVitals is how long a store may take to tell its revision.
const patienceOfVitals = time.Second

// Describe implements prometheus.Collector.
func (v vitals) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{storeRevision, snapshotRevision, snapshotStations, snapshotAge, followErrors, keptCards} {
		to <- d
	}
}

// Collect implements prometheus.Collector.
func (v vitals) Collect(to chan<- prometheus.Metric) {
	gauge := func(d *prometheus.Desc, value float64) {
		to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value)
	}
	ctx, cancel := context.WithTimeout(context.Background(), patienceOfVitals)
	defer cancel()
	if revision, err := v.s.Store.Revision(ctx); err == nil {
		gauge(storeRevision, float64(revision))
	}
	if snapshot := v.s.Finder.Snapshot(); snapshot != nil {
		gauge(snapshotRevision, float64(snapshot.Revision))
		gauge(snapshotStations, float64(snapshot.Len()))
	}
	pulse := v.s.Finder.Pulse()
	if !pulse.Shown.IsZero() {
		gauge(snapshotAge, v.s.Now().Sub(pulse.Shown).Seconds())
	}
	to <- prometheus.MustNewConstMetric(followErrors, prometheus.CounterValue, float64(pulse.Failures))
	gauge(keptCards, float64(v.s.cards.bytes()))
}
