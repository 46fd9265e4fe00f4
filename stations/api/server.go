// Package api is yizhan over HTTP: it decodes a question, asks the rooms
// below, and views the answer in the asker's datum. It decides nothing about
// stations, and it writes no coordinate to a log or into a problem.
package api

import (
	"cmp"
	"io/fs"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"yizhan/geo/roads"
	"yizhan/stations"
	"yizhan/stations/access"
	"yizhan/stations/along"
	"yizhan/stations/api/model"
	"yizhan/stations/basemap"
	"yizhan/stations/darkroom"
	"yizhan/stations/features"
	"yizhan/stations/memo"
	"yizhan/stations/nearby"
	"yizhan/stations/plan"
	"yizhan/stations/report"
	"yizhan/stations/sites"
	"yizhan/stations/snapshot"
	"yizhan/stations/unmet"
	"yizhan/stations/webhook"
)

// What a route needs, or an asker has; see stations.Role.
const (
	Anonymous = stations.RoleAnonymous
	Reader    = stations.RoleReader
	Planner   = stations.RolePlanner
	Editor    = stations.RoleEditor
	Admin     = stations.RoleAdmin
)

// Config is what a Server is made of. All fields but Roads and Pages are
// needed.
type Config struct {
	Store   stations.Store
	Finder  *nearby.Finder
	Planner *plan.Planner
	Roads   []*roads.Graph
	Pages   fs.FS // the built pages, nil for none
	Log     *slog.Logger
	Now     func() time.Time
	Version string
	Printer *report.Printer  // nil when the server has no font to print in
	Basemap basemap.Map      // what pages draw on; zero for the server's own roads
	Unmet   *unmet.Tally     // counts searches that found nothing; nil for never
	Courier *webhook.Courier // delivers to webhooks, to whoever runs it; nil for one that goes to public addresses

	// Loopback serves this machine alone. While the store has never had a key,
	// everybody is Admin then, and what came through a proxy or from a foreign
	// page is refused.
	Loopback bool
	// Open gives Reader to everybody without a key.
	Open bool
	// Rates limit askers by address and by key; zero ones are those of access.
	AddressRate, KeyRate access.Rate
}

// Server answers HTTP. It is an http.Handler.
type Server struct {
	Config
	echo      *echo.Echo
	patterns  map[string]bool // the paths of the table
	shown     map[string]bool // those of the pages
	draining  atomic.Bool
	drained   chan struct{} // closed when draining begins
	sum       atomic.Pointer[summary]
	shapes    *memo.Flights[*shape] // of coverages, by their key
	guide     *along.Guide
	darkroom  *darkroom.Room
	sites     *sites.Finder
	pageHead  headers   // of every page
	dataHead  headers   // of every answer under /v1
	visits    sync.Pool // of *visit
	buffers   sync.Pool // of *writer
	sheets    sync.Pool // of *sheet
	points    sync.Pool // of *points
	cards     cards
	pulse     pulse
	feeds     *memo.Flights[[]byte] // packed, by tag
	copies    *memo.Flights[[]byte] // of the registry, packed, by epoch, revision and scope
	metrics   *metrics
	shelf     *snapshot.Shelf
	catalogue *features.Catalogue
	contract  func() ([]byte, error) // openapi.json, made once
	// Quotas counts what keys ask, in memory until its Run or Settle.
	Quotas *access.Quotas

	holding   atomic.Pointer[holdings] // as the store last told
	areaNames areaCache[[]model.AreaName]
	locators  areaCache[*stations.Locator]

	keys               *access.Guard
	addresses, holders *access.Limiter
	// Of who waits for changes, takes the whole registry away, and asks along a
	// route or for circles.
	waiting, exports, journeys *access.Seats
}

// gzipLevel is how hard answers are packed, 1 … 9.
const gzipLevel = 4

// New makes a server. It starts nothing and closes nothing of its Config.
func New(c Config) *Server {
	if c.Basemap.Kind == "" {
		c.Basemap = basemap.Default()
	}
	if c.Courier == nil {
		c.Courier = webhook.New(webhook.Config{Store: c.Store, View: PublicRecord, Log: c.Log, Now: time.Now})
	}
	s := &Server{
		Config: c, drained: make(chan struct{}), echo: echo.New(), guide: along.NewGuide(c.Finder, c.Roads, c.Now), patterns: map[string]bool{}, shown: map[string]bool{}, keys: access.NewGuard(c.Store, time.Now),
		darkroom:  darkroom.NewRoom(),
		shapes:    memo.NewFlights[*shape](maxShapes, 1),
		feeds:     memo.NewFlights[[]byte](keptFeeds, 1),
		copies:    memo.NewFlights[[]byte](keptCopies, 1),
		sites:     sites.NewFinder(c.Planner, c.Store, c.Now),
		pageHead:  hardening(c.Basemap),
		dataHead:  hardeningData(),
		addresses: access.NewLimiter(cmp.Or(c.AddressRate, access.AddressRate())),
		areaNames: areaCache[[]model.AreaName]{make: areaNames},
		locators:  areaCache[*stations.Locator]{make: stations.NewLocator},
		Quotas:    access.NewQuotas(c.Store, c.Now, c.Log),
		holders:   access.NewLimiter(cmp.Or(c.KeyRate, access.KeyRate())),
		waiting:   access.NewSeats(waitingEach, waitingAll),
		exports:   access.NewSeats(exportsEach, exportsAll),
		journeys:  access.NewSeats(routesEach, routesAll),
	}
	s.contract = sync.OnceValues(contractJSON)
	s.metrics = newMetrics(s)
	s.shelf = snapshot.NewShelf(c.Finder, StationTable())
	s.catalogue = features.NewCatalogue(c.Store, c.Finder, c.Planner, c.Now)
	s.echo.IPExtractor = echo.ExtractIPDirect()
	s.echo.HTTPErrorHandler = s.problem
	s.echo.Use(s.front)
	pack := middleware.GzipWithConfig(middleware.GzipConfig{MinLength: 1400, Level: gzipLevel, Skipper: packed})
	for _, r := range s.pages() {
		s.shown[r.path] = true
	}
	for _, r := range s.routes() {
		s.patterns[r.path] = true
		s.echo.Add(r.method, r.path, pack(s.allow(r, r.method))) // Echo itself would chain them for each request
		if r.method == http.MethodGet {
			s.echo.Add(http.MethodHead, r.path, pack(s.allow(r, http.MethodHead))) // net/http leaves the body out
		}
	}
	return s
}

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.echo.ServeHTTP(w, r) }

// Drain makes /readyz say that no more requests should come, and ends the
// waiting of those who wait for changes. Requests that come are still answered.
func (s *Server) Drain() {
	if s.draining.CompareAndSwap(false, true) {
		close(s.drained)
	}
}

// Leaving reports whether Drain was called.
func (s *Server) Leaving() bool { return s.draining.Load() }

// route is one line of the table of routes.
type route struct {
	method, path string
	needs        stations.Role
	patience     time.Duration // after which the answer is given up; 0 for never
	answer       echo.HandlerFunc
}

// How long an answer may take.
const (
	memory = 0 // nothing to wait for: a search in memory takes microseconds, and ends when the asker leaves
	quick  = 10 * time.Second
	slow   = 2 * time.Minute // a coverage of a city
)

// routes is the whole table.
func (s *Server) routes() []route {
	return append([]route{
		{http.MethodGet, "/v1/nearby", Anonymous, memory, s.getNearby},
		{http.MethodPost, "/v1/nearby", Anonymous, quick, s.postNearby},
		{http.MethodPost, "/v1/along", Anonymous, quick, s.postAlong},
		{http.MethodGet, "/v1/stations", Anonymous, quick, s.getStations},
		{http.MethodGet, "/v1/suggest", Anonymous, quick, s.getSuggest},
		{http.MethodPost, "/v1/stations", Editor, quick, s.postStation},
		{http.MethodGet, "/v1/stations/:id", Anonymous, quick, s.getRecord},
		{http.MethodPut, "/v1/stations/:id", Editor, quick, s.putStation},
		{http.MethodPatch, "/v1/stations/:id", Editor, quick, s.patchStation},
		{http.MethodDelete, "/v1/stations/:id", Editor, quick, s.deleteStation},
		{http.MethodGet, "/v1/stations/:id/history", Reader, quick, s.getHistory},
		{http.MethodGet, "/v1/stations/:id/photos", Anonymous, quick, s.getPhotos},
		{http.MethodPost, "/v1/stations/:id/photos", Editor, slow, s.postPhoto},
		{http.MethodGet, photoPath, Anonymous, quick, s.getPhoto},
		{http.MethodDelete, photoPath, Editor, quick, s.deletePhoto},
		{http.MethodGet, photoPath + "/thumbnail", Anonymous, quick, s.getThumbnail},
		{http.MethodPost, photoPath + "/accept", Editor, quick, s.acceptPhoto},
		{http.MethodGet, "/v1/stations/:id/poster", Reader, quick, s.getPoster},
		{http.MethodGet, "/v1/stations/:id/hotline", Reader, quick, s.getHotline},
		{http.MethodPost, "/v1/stations/:id/purge-contacts", Admin, quick, s.purgeContacts},
		{http.MethodGet, "/v1/changes", Reader, slow, s.getChanges},
		{http.MethodGet, copyPath, Reader, slow, s.getSnapshot},
		{http.MethodGet, "/v1/me", Anonymous, quick, s.getMe},
		{http.MethodGet, "/v1/hours", Reader, quick, s.getHours},
		{http.MethodPost, "/v1/locate", Editor, quick, s.postLocate},
		{http.MethodGet, "/v1/keys", Admin, quick, s.getKeys},
		{http.MethodPost, "/v1/keys", Admin, quick, s.postKey},
		{http.MethodPatch, "/v1/keys/:key", Admin, quick, s.patchKey},
		{http.MethodDelete, "/v1/keys/:key", Admin, quick, s.deleteKey},
		{http.MethodGet, "/v1/keys/usage", Admin, quick, s.getUsage},
		{http.MethodGet, "/v1/audit", Admin, quick, s.getAudit},
		{http.MethodPost, "/v1/imports", Editor, slow, s.postImport},
		{http.MethodPost, "/v1/imports/preview", Editor, slow, s.postPreview},
		{http.MethodPost, "/v1/imports/rejects", Editor, slow, s.postRejects},
		{http.MethodGet, "/v1/exports", Reader, slow, s.getExport},
		{http.MethodGet, "/v1/reviews", Editor, quick, s.getReviews},
		{http.MethodPost, "/v1/reviews/:id", Editor, quick, s.postReview},
		{http.MethodPost, "/v1/stations/:id/verify", Editor, quick, s.postVerify},
		{http.MethodGet, "/v1/stations/:id/reports", Anonymous, quick, s.getStationReports},
		{http.MethodPost, "/v1/reports", Anonymous, quick, s.postReport},
		{http.MethodGet, "/v1/reports", Editor, quick, s.getReports},
		{http.MethodPost, "/v1/reports/:id/answer", Editor, quick, s.postAnswer},
		{http.MethodGet, "/v1/overdue", Editor, quick, s.getOverdue},
		{http.MethodGet, "/v1/stats", Planner, slow, s.getStats},
		{http.MethodGet, "/v1/unmet", Planner, quick, s.getUnmet},
		{http.MethodGet, "/v1/areas", Anonymous, quick, s.getAreas},
		{http.MethodGet, "/v1/meta", Anonymous, quick, s.getMeta},
		{http.MethodGet, "/v1/circle", Anonymous, quick, s.getCircle},
		{http.MethodPost, "/v1/coverage", Planner, slow, s.postCoverage},
		{http.MethodPost, "/v1/coverage/atlas", Planner, slow, s.postAtlas},
		{http.MethodPost, "/v1/coverage/week", Planner, slow, s.postWeek},
		{http.MethodPost, "/v1/accessibility", Planner, slow, s.postAccessibility},
		{http.MethodPost, "/v1/whatif", Planner, slow, s.postWhatIf},
		{http.MethodPost, "/v1/siting", Planner, slow, s.postSiting},
		{http.MethodPost, "/v1/siting/hosts", Planner, quick, s.postHosts},
		{http.MethodGet, "/v1/siting/:id", Planner, slow, s.getSiting},
		{http.MethodGet, "/v1/coverage/:id", Planner, slow, s.getCoverage},
		{http.MethodGet, "/v1/coverage/:id/cells", Planner, slow, s.getCells},
		{http.MethodGet, "/v1/coverage/:id/gaps", Planner, slow, s.getGaps},
		{http.MethodGet, "/v1/coverage/:id/stations", Planner, slow, s.getLoads},
		{http.MethodGet, "/v1/coverage/:id/compare", Planner, slow, s.getComparison},
		{http.MethodGet, "/v1/coverage/:id/report", Planner, slow, s.getReport},
		{http.MethodGet, "/v1/coverage/:id/map", Planner, slow, s.getMap},
		{http.MethodGet, "/feeds/gbfs.json", Anonymous, quick, s.getFeeds},
		{http.MethodGet, "/feeds/station_information.json", Anonymous, slow, s.getInformation},
		{http.MethodGet, "/feeds/station_status.json", Anonymous, slow, s.getStatus},
		{http.MethodGet, "/tiles/stations.json", Anonymous, quick, s.stationSet},
		{http.MethodGet, "/tiles/roads.json", Anonymous, quick, s.roadSet},
		{http.MethodGet, "/tiles/:coverage", Planner, slow, s.coverageSet},
		{http.MethodGet, "/tiles/stations/:z/:x/:y", Anonymous, quick, s.stationTile},
		{http.MethodGet, "/tiles/roads/:z/:x/:y", Anonymous, quick, s.roadTile},
		{http.MethodGet, "/tiles/:coverage/:z/:x/:y", Planner, slow, s.coverageTile},
		{http.MethodGet, basemap.Path, Anonymous, slow, s.getArchive},
		{http.MethodGet, "/openapi.yaml", Anonymous, quick, s.getOpenAPI},
		{http.MethodGet, "/openapi.json", Anonymous, quick, s.getOpenAPIJSON},
		{http.MethodGet, metricsPath, Admin, quick, s.getMetrics},
		{http.MethodGet, "/healthz", Anonymous, quick, s.healthz},
		{http.MethodGet, "/readyz", Anonymous, quick, s.readyz},
	}, slices.Concat(s.snapshotRoutes(), s.webhookRoutes(), s.ogcRoutes(), s.pages())...)
}

// Route is a line of the table, for documents and tests. :name stands for a
// part of the path.
type Route struct {
	Method, Path string
	Needs        stations.Role
}

// Routes lists the table.
func (s *Server) Routes() []Route {
	var list []Route
	for _, r := range s.routes() {
		list = append(list, Route{r.method, r.path, r.needs})
	}
	return list
}
