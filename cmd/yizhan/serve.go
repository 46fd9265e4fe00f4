package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/alecthomas/kong"

	"yizhan/geo/roads"
	"yizhan/static"
	"yizhan/stations"
	"yizhan/stations/api"
	"yizhan/stations/basemap"
	"yizhan/stations/calendar"
	"yizhan/stations/demo"
	"yizhan/stations/nearby"
	"yizhan/stations/plan"
	"yizhan/stations/unmet"
	"yizhan/stations/webhook"
)

// serveCmd answers HTTP until it is told to stop.
type serveCmd struct {
	storeFlag
	calendarFlag
	basemapFlags
	Roads      []string      `type:"existingfile" env:"YIZHAN_ROADS" placeholder:"FILE" help:"路网 Road file of yizhan roads build; repeatable (${env})."`
	Listen     string        `env:"YIZHAN_LISTEN" default:"127.0.0.1:8080" placeholder:"ADDR" help:"地址 Address to listen on (${env}, default ${default})."`
	Open       bool          `help:"不设密钥对外开放 Serve other machines without keys, with reader rights only."`
	CountUnmet bool          `env:"YIZHAN_COUNT_UNMET" help:"统计落空的搜索 Count searches that found nothing, by hour and H3 cell of about 0.7 km², for planners; ten or more are shown (${env})."`
	Leave      time.Duration `env:"YIZHAN_LEAVE" placeholder:"5s" help:"停止前的让路时间 How long a server that is told to stop still answers while /readyz says no, so that a balancer leaves it first (${env})."`
	Private    bool          `name:"webhook-allow-private" env:"YIZHAN_WEBHOOK_ALLOW_PRIVATE" help:"推送到内网 Let webhooks go to private addresses and by http; whoever may make webhooks can then reach them (${env})."`
	Demo       bool          `help:"示例数据 Fill an empty store with the synthetic city, and use its roads when none are named."`
}

// drainTime is how long a stopping server waits for the answers that it has
// begun.
const drainTime = 20 * time.Second

// AfterApply tells whoever starts a server of variables that do nothing. kong
// calls it.
func (c serveCmd) AfterApply(line *kong.Context) error {
	names := strangers(line.Model.Node, os.Environ())
	if names == nil {
		return nil
	}
	_, err := fmt.Fprintf(line.Stderr, "注意 note: 没有这些环境变量，不起作用 no such variables, they do nothing: %s\n", strings.Join(names, ", "))
	return err
}

// Run serves until the context of g ends, then drains.
func (c serveCmd) Run(g *globals) error {
	if err := checkAddress(g.Ctx, c.Listen); err != nil {
		return err
	}
	ground, err := c.basemap()
	if err != nil {
		return err
	}
	store, err := c.open(g.Ctx)
	if err != nil {
		return err
	}
	defer store.Close()
	mode, err := c.mode(g.Ctx, store)
	if err != nil {
		return err
	}
	if c.Demo {
		cleanUp, err := c.fillDemo(g)
		if err != nil {
			return err
		}
		defer cleanUp()
	}
	networks, err := openRoads(c.Roads)
	if err != nil {
		return err
	}
	defer closeRoads(networks)
	days, err := c.calendar()
	if err != nil {
		return err
	}
	listener, err := new(net.ListenConfig).Listen(g.Ctx, "tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("--listen %s: 地址不能用，换一个端口试试 another port may be free: %w", c.Listen, err)
	}
	c.announce(g, listener.Addr(), mode)
	announceBasemap(g.Stderr, ground)
	log := newLateLog(g.Stderr, lowest(g.Log))
	defer log.start()()
	served := *g
	served.Log = log.Logger
	return serve(&served, listener, newAPI(served.Log, store, world{networks, days, ground}, mode), c.Leave)
}

// mode says who may ask.
type mode struct {
	loopback bool // this machine only
	open     bool // everybody without a key is a reader
	keys     bool // a key was ever made
	count    bool // searches that found nothing are counted
	private  bool // webhooks may go to private addresses
}

// mode refuses to serve other machines when nobody has a key and the server
// was not opened.
func (c serveCmd) mode(ctx context.Context, store stations.Keys) (mode, error) {
	keys, err := store.Keys(ctx)
	m := mode{loopback: api.IsLoopback(c.Listen), open: c.Open, keys: len(keys) > 0, count: c.CountUnmet, private: c.Private}
	if err == nil && !m.loopback && !m.open && !m.keys {
		err = usage("--listen %s: 没有密钥，拒绝对外服务 there are no keys, so only a loopback address is served; make one with yizhan key create, or --open serves others with reader rights", c.Listen)
	}
	return m, err
}

// world is what the server knows besides stations.
type world struct {
	roads  []*roads.Graph
	days   *calendar.Calendar
	ground basemap.Map
}

// newAPI introduces the rooms to each other.
func newAPI(log *slog.Logger, store stations.Store, w world, m mode) *api.Server {
	var tally *unmet.Tally
	if m.count {
		tally = unmet.NewTally(store, time.Now, log)
	}
	return api.New(api.Config{
		Courier:  webhook.New(webhook.Config{Store: store, View: api.PublicRecord, Log: log, Now: time.Now, Private: m.private}),
		Printer:  printer(log),
		Unmet:    tally,
		Store:    store,
		Finder:   nearby.NewFinder(w.roads, time.Now).ReadBy(w.days),
		Planner:  plan.NewPlanner(store, w.roads, time.Now).ReadBy(w.days),
		Roads:    w.roads,
		Basemap:  w.ground,
		Pages:    pages(),
		Log:      log,
		Now:      time.Now,
		Version:  version(),
		Loopback: m.loopback,
		Open:     m.open,
	})
}

// pages returns the built pages, nil when this binary has none.
func pages() fs.FS {
	if !static.Built() {
		return nil
	}
	return static.Dist()
}

// announce says where the pages are and who may do what.
func (c serveCmd) announce(g *globals, addr net.Addr, m mode) {
	base := "http://" + addr.String()
	fmt.Fprintf(g.Stderr, "骑手 rider    %s/\n司机 driver   %s/drive\n规划 planner  %s/plan\n登记 registry %s/admin\n接口 API      %s/docs\n", base, base, base, base, base)
	if !static.Built() {
		fmt.Fprintln(g.Stderr, "注意 note: 此程序未包含网页 this binary was built without its pages")
	}
	switch {
	case m.loopback && !m.keys:
		fmt.Fprintln(g.Stderr, "开放模式 open: 本机任何程序都有管理权限 every program of this machine is admin; nobody else can ask")
	case m.open:
		fmt.Fprintln(g.Stderr, "开放只读 open: 没有密钥也可读取 everybody who reaches this address has reader rights")
	default:
		fmt.Fprintln(g.Stderr, "凭密钥访问 keys: 没有密钥的人只能使用公开页面和查询 whoever has no key gets the public pages and questions only")
	}
}

// webServer is a server that waits for nobody for ever: who sends or reads too
// slowly is cut off.
func webServer(log *slog.Logger, handler http.Handler) *http.Server {
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      150 * time.Second, // more than the slowest route's patience
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    32 << 10,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
}

// serve answers on the listener until g's context ends. Then /readyz says so;
// after the time to leave no more connections are taken, and the answers under
// way are finished.
func serve(g *globals, listener net.Listener, handler *api.Server, leave time.Duration) error {
	server := webServer(g.Log, farewell(handler))
	ctx, stop := context.WithCancel(context.WithoutCancel(g.Ctx)) // whoever is answered while it leaves is answered well
	var beside sync.WaitGroup
	beside.Go(func() { _ = handler.Finder.Follow(ctx, handler.Store, g.Log) }) // ends with ctx only
	beside.Go(func() { handler.Forget(ctx) })
	beside.Go(func() { sweep(ctx, handler.Store, g.Log) })
	beside.Go(func() { handler.Unmet.Run(ctx) })
	beside.Go(func() { handler.Courier.Run(ctx) })
	beside.Go(func() { handler.Quotas.Run(ctx) })
	stopped := make(chan error, 1)
	go func() {
		lull(ctx, g.Ctx.Done())
		handler.Drain()
		lull(ctx, time.After(leave))
		stop()
		drain, cancel := context.WithTimeout(context.Background(), drainTime)
		defer cancel()
		stopped <- server.Shutdown(drain)
	}()
	err := server.Serve(wholeListener{listener})
	stop()
	drained := <-stopped
	beside.Wait()
	keepCounts(g.Log, handler)
	if errors.Is(err, http.ErrServerClosed) {
		err = nil
	}
	return errors.Join(err, drained)
}

// lull waits until something comes or ctx ends.
func lull[T any](ctx context.Context, something <-chan T) {
	select {
	case <-ctx.Done():
	case <-something:
	}
}

// farewell asks those who are answered while the server leaves for another
// connection the next time: one that is closed under a question loses it.
func farewell(handler *api.Server) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if handler.Leaving() {
			w.Header().Set("Connection", "close")
		}
		handler.ServeHTTP(w, r)
	})
}

// keepCounts keeps what was counted since the last time.
func keepCounts(log *slog.Logger, handler *api.Server) {
	ctx, cancel := context.WithTimeout(context.Background(), drainTime)
	defer cancel()
	if err := handler.Unmet.Flush(ctx); err != nil {
		log.Warn("the last counts of searches are lost", "error", err)
	}
	if err := handler.Quotas.Settle(ctx); err != nil {
		log.Warn("the last counts of what keys asked are lost", "error", err)
	}
}

// fillDemo puts the synthetic city into the store by the ordinary commands,
// unless the store holds stations already, and uses its roads unless others
// are named. Its files go to a directory that the returned function removes.
func (c *serveCmd) fillDemo(g *globals) (cleanUp func(), err error) {
	dir, err := os.MkdirTemp("", "yizhan-demo-")
	if err != nil {
		return nil, err
	}
	cleanUp = func() { os.RemoveAll(dir) }
	if err := c.loadDemo(g, dir); err != nil {
		cleanUp()
		return nil, err
	}
	return cleanUp, nil
}

func (c *serveCmd) loadDemo(g *globals, dir string) error {
	quiet := *g
	quiet.Stdout, quiet.Terminal = g.Stderr, false
	file := func(name string) string { return filepath.Join(dir, name) }
	steps := []interface{ Run(*globals) error }{&demoCmd{City: "示例市", Stations: 300, Seed: 1, Out: dir}}
	empty, err := c.empty(g.Ctx)
	if err != nil {
		return err
	}
	if empty {
		steps = append(steps,
			areasImportCmd{storeFlag: c.storeFlag, File: file(demo.DistrictsFile), Datum: "wgs84"},
			demandImportCmd{storeFlag: c.storeFlag, File: file(demo.PeopleFile), Layer: stations.DefaultLayer, Datum: "wgs84"},
			importCmd{storeFlag: c.storeFlag, File: file(demo.StationsFile), Source: demo.Source, Datum: "gcj02"})
	}
	if len(c.Roads) == 0 {
		steps = append(steps, &roadsBuildCmd{File: file(demo.RoadsFile), Output: file("city.roads")})
	}
	for _, step := range steps {
		if err := step.Run(&quiet); err != nil {
			return fmt.Errorf("fill the demo: %w", err)
		}
	}
	if len(c.Roads) == 0 {
		c.Roads = []string{file("city.roads")}
	}
	return nil
}

// empty reports whether the store has never had a station.
func (c *serveCmd) empty(ctx context.Context) (bool, error) {
	store, err := c.open(ctx)
	if err != nil {
		return false, err
	}
	defer store.Close()
	revision, err := store.Revision(ctx)
	return revision == 0, err
}
