package webhook_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"yizhan/stations"
	"yizhan/stations/archive"
	"yizhan/stations/sqlite"
	"yizhan/stations/webhook"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// receiver is somebody's server. It checks each message as the documents say,
// and keeps what it has understood.
type receiver struct {
	t      *testing.T
	server *httptest.Server
	secret string
	now    func() time.Time
	during func() // called while the sender waits for an answer, if not nil

	mu      sync.Mutex
	answers []int // to the next messages; 200 when there are none
	after   string
	ids     []string // of all that came, answered as may be
	told    []told   // of those that were answered 2xx
	types   []string
	last    posted
}

// posted is a message as it came.
type posted struct {
	Secret, Body string
	Head         http.Header
}

type told struct {
	Revision stations.Revision
	ID       stations.ID
	Event    stations.Event
	Station  *struct{ Name string }
}

func newReceiver(t *testing.T) *receiver {
	r := &receiver{t: t, now: time.Now}
	r.server = httptest.NewServer(r)
	t.Cleanup(r.server.Close)
	return r
}

// ServeHTTP implements http.Handler.
func (r *receiver) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	body, err := io.ReadAll(q.Body)
	if err != nil {
		r.t.Errorf("read a message: %v", err)
	}
	id, err := webhook.Verify(r.secret, q.Header, body, r.now())
	if err != nil {
		r.t.Errorf("Verify = %v", err)
	}
	var m struct {
		Type string
		Data struct{ Changes []told }
	}
	if err := json.Unmarshal(body, &m); err != nil {
		r.t.Errorf("a message is no JSON: %v", err)
	}
	if r.during != nil {
		r.during()
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	status := http.StatusOK
	if len(r.answers) > 0 {
		status, r.answers = r.answers[0], r.answers[1:]
	}
	if r.after != "" {
		w.Header().Set("Retry-After", r.after)
	}
	if status == http.StatusFound {
		w.Header().Set("Location", r.server.URL+"/elsewhere")
	}
	w.WriteHeader(status)
	r.ids, r.last = append(r.ids, id), posted{Body: string(body), Head: q.Header.Clone()}
	if status/100 == 2 {
		r.told, r.types = append(r.told, m.Data.Changes...), append(r.types, m.Type)
	}
}

func (r *receiver) answering(statuses ...int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.answers = statuses
}

// heard lists what was understood: "created 甲".
func (r *receiver) heard() (list []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, e := range r.told {
		name := "-"
		if e.Station != nil {
			name = e.Station.Name
		}
		list = append(list, fmt.Sprintf("%s %s", e.Event, name))
	}
	r.told = nil
	return list
}

// post is a courier with a clock of its own, its store and a receiver.
type post struct {
	t       *testing.T
	store   stations.Store
	courier *webhook.Courier
	now     time.Time
	at      *receiver
	hook    stations.Webhook
	log     *strings.Builder
}

func newPost(t *testing.T, change func(*stations.Webhook)) *post {
	t.Helper()
	store, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	p := &post{t: t, store: store, now: time.Now(), at: newReceiver(t), log: &strings.Builder{}}
	p.hook = stations.Webhook{ID: "wh", URL: p.at.server.URL + "/hook?token=hunter2", Secret: webhook.NewSecret(), Active: true, CreatedAt: time.Now()}
	if change != nil {
		change(&p.hook)
	}
	p.at.now = func() time.Time { return p.now }
	p.at.secret = webhook.SecretText(p.hook.Secret)
	if err := store.CreateWebhook(t.Context(), p.hook); err != nil {
		t.Fatal(err)
	}
	pace := webhook.DefaultPace()
	pace.Tries, pace.Answer = 3, 2*time.Second
	p.courier = webhook.New(webhook.Config{
		Store: store, Now: func() time.Time { return p.now }, Log: slog.New(slog.NewTextHandler(p.log, nil)), Private: true, Pace: pace,
		View: func(s *stations.Station) ([]byte, error) { return json.Marshal(map[string]string{"name": s.Name}) },
	})
	return p
}

// step steps until nothing is due, and returns how many tries that were.
func (p *post) step() (tries int) {
	p.t.Helper()
	for {
		served, err := p.courier.Step(p.t.Context())
		if err != nil {
			p.t.Fatalf("Step = %v", err)
		}
		if !served {
			return tries
		}
		tries++
	}
}

func station(t *testing.T, name string) *stations.Station {
	t.Helper()
	id, err := stations.NewID()
	if err != nil {
		t.Fatal(err)
	}
	s := &stations.Station{ID: id, Name: name, Kind: stations.UnionStation, Lifecycle: stations.Open}
	s.Position.Quality, s.Position.Point, s.Position.Adcode = stations.GPS, [2]float64{118.78, 32.07}, "320102"
	return s
}

func (p *post) write(list ...*stations.Station) {
	p.t.Helper()
	var writes []stations.Write
	for _, s := range list {
		writes = append(writes, stations.Write{Station: s, Expect: s.Revision})
	}
	if _, err := p.store.Apply(p.t.Context(), writes); err != nil {
		p.t.Fatal(err)
	}
}

func (p *post) wantHeard(after string, want ...string) {
	p.t.Helper()
	if got := p.at.heard(); !slices.Equal(got, want) {
		p.t.Errorf("after %s the receiver has heard %q, want %q", after, got, want)
	}
}

// edit changes what the owner of the webhook says of it.
func (p *post) edit(change func(*stations.Webhook)) {
	p.t.Helper()
	_, err := p.store.EditWebhook(p.t.Context(), p.hook.ID, func(w *stations.Webhook) error {
		change(w)
		return nil
	})
	if err != nil {
		p.t.Fatal(err)
	}
}

func (p *post) standing() stations.Webhook {
	p.t.Helper()
	w, err := p.store.Webhook(p.t.Context(), p.hook.ID)
	if err != nil {
		p.t.Fatal(err)
	}
	return w
}

func TestAWebhookIsToldWhatItsFilterSees(t *testing.T) {
	p := newPost(t, func(w *stations.Webhook) { w.Adcode, w.Kinds = "320100", []stations.Kind{stations.UnionStation} })
	a, far, home := station(t, "甲"), station(t, "远"), station(t, "家")
	far.Position.Adcode, home.Kind = "110101", stations.DriverHome
	p.write(a, far, home)
	p.step()
	p.wantHeard("three new stations, one of them within", "created 甲")
	a.Name = "甲二"
	p.write(a)
	far.Position.Adcode = "320104"
	p.write(far)
	p.step()
	p.wantHeard("a change and a move", "updated 甲二", "created 远")
	home.Name = "家二"
	p.write(home)
	if tries := p.step(); tries != 1 {
		t.Errorf("what nobody wants took %d steps, want one without a message", tries)
	}
	a.Lifecycle = stations.Closed
	p.write(a)
	if _, err := p.store.Apply(t.Context(), []stations.Write{{Station: far, Expect: far.Revision, Delete: true}}); err != nil {
		t.Fatal(err)
	}
	p.step()
	p.wantHeard("a closure and a deletion", "removed -", "removed -")
	if last := p.at.last.Body; strings.Contains(last, "merged_into") {
		t.Errorf("the message of a deletion is %s, want no merged_into", last)
	}
	if w := p.standing(); w.Told.Revision != 8 || w.Result != "200" {
		t.Errorf("the webhook stands at %+v, want revision 8 and 200", w.Standing)
	}
}

func TestAWebhookIsToldWhatAStationWasMergedInto(t *testing.T) {
	p := newPost(t, nil)
	a, b := station(t, "甲"), station(t, "乙")
	p.write(a, b)
	p.step()
	a.Lifecycle, a.MergedInto = stations.Merged, b.ID
	p.write(a)
	p.step()
	if want := `"event":"removed"`; !strings.Contains(p.at.last.Body, want) || !strings.Contains(p.at.last.Body, `"station":null,"merged_into":"`+string(b.ID)+`"`) {
		t.Errorf("the message of a merge is %s, want it removed, merged into %s", p.at.last.Body, b.ID)
	}
}

func TestAWebhookIsToldTheEventsThatItWants(t *testing.T) {
	p := newPost(t, func(w *stations.Webhook) { w.Events = []stations.Event{stations.EventRemoved} })
	a := station(t, "甲")
	p.write(a)
	a.Lifecycle = stations.Suspended
	p.write(a)
	p.step()
	p.wantHeard("a beginning and an end", "removed -")
}

func TestManyWritesComeInOrderInSomeMessages(t *testing.T) {
	p := newPost(t, nil)
	var list []*stations.Station
	var want []string
	for i := range 2*stations.MaxDelivery + 5 {
		list = append(list, station(t, fmt.Sprint(i)))
		want = append(want, fmt.Sprintf("created %d", i))
	}
	p.write(list...)
	if tries := p.step(); tries != 3 {
		t.Errorf("%d writes came in %d messages, want 3", len(list), tries)
	}
	p.wantHeard("many writes", want...)
}

func TestWhatFailsIsTriedAgainLaterAndLater(t *testing.T) {
	p := newPost(t, nil)
	p.write(station(t, "甲"))
	p.at.answering(500, 302)
	if tries := p.step(); tries != 1 {
		t.Errorf("a failure is tried %d times at once, want once", tries)
	}
	first := p.standing()
	if wait := first.NextTry.Sub(p.now); wait < 2*time.Second || wait > 5*time.Second || first.Tries != 1 || first.Result != "500" {
		t.Errorf("after a failure it stands at %+v, %v ahead, want 2.5 … 5 s", first.Standing, wait)
	}
	p.write(station(t, "乙"))
	p.now = first.NextTry
	p.step()
	second := p.standing()
	if wait := second.NextTry.Sub(p.now); wait < 7*time.Second || wait > 15*time.Second || !strings.Contains(second.Result, "redirects") {
		t.Errorf("after two failures it stands at %+v, %v ahead, want 7.5 … 15 s and no redirect followed", second.Standing, wait)
	}
	p.now = second.NextTry
	p.step()
	p.wantHeard("two failures", "created 甲", "created 乙")
	if ids := p.at.ids; len(ids) != 4 || ids[0] != ids[1] || ids[1] != ids[2] || ids[2] == ids[3] {
		t.Errorf("the messages have the ids %v, want one id for each try of one message", ids)
	}
}

func TestAReceiverMayAskToWaitOrToEnd(t *testing.T) {
	p := newPost(t, nil)
	p.at.after = "120"
	p.at.answering(429, 410)
	p.write(station(t, "甲"))
	p.step()
	if wait := p.standing().NextTry.Sub(p.now); wait < 119*time.Second {
		t.Errorf("after Retry-After: 120 it is tried in %v", wait)
	}
	p.now = p.now.Add(time.Hour)
	p.step()
	if w := p.standing(); w.Active || w.Result != "410" {
		t.Errorf("after 410 it stands at %+v, active %v, want it stopped", w.Standing, w.Active)
	}
	p.edit(func(w *stations.Webhook) { w.Active = true })
	p.step()
	p.wantHeard("it was begun again", "created 甲")
}

func TestADeadLetterIsSentOnceMore(t *testing.T) {
	p := newPost(t, nil)
	p.write(station(t, "甲"))
	p.at.answering(500, 500, 500)
	for range 3 {
		p.step()
		p.now = p.now.Add(time.Hour)
	}
	p.write(station(t, "乙"))
	p.step()
	p.wantHeard("a letter that died", "created 乙")
	letters, err := p.store.DeadLetters(t.Context(), "wh")
	if err != nil || len(letters) != 1 || letters[0].Tries != 3 || letters[0].Result != "500" {
		t.Fatalf("DeadLetters = %+v, %v, want one of three tries", letters, err)
	}
	p.at.answering(503)
	if delivered, result, err := p.courier.Redeliver(t.Context(), "wh", letters[0].ID); delivered || result != "503" || err != nil {
		t.Errorf("Redeliver to one who refuses = %v, %q, %v", delivered, result, err)
	}
	if delivered, _, err := p.courier.Redeliver(t.Context(), "wh", letters[0].ID); !delivered || err != nil {
		t.Errorf("Redeliver = %v, %v, want it delivered", delivered, err)
	}
	p.wantHeard("the dead letter", "created 甲")
	if p.at.ids[0] != p.at.ids[len(p.at.ids)-1] {
		t.Error("a dead letter has another id than the message that died")
	}
	if _, _, err := p.courier.Redeliver(t.Context(), "wh", letters[0].ID); stations.CodeOf(err) != stations.NotFound {
		t.Errorf("Redeliver of a letter that is gone = %v, want NotFound", err)
	}
	if log := p.log.String(); strings.Contains(log, "hunter2") || strings.Contains(log, p.at.secret) || !strings.Contains(log, "given up") {
		t.Errorf("the log tells %q, want that it was given up and no address or secret", log)
	}
}

func TestARestoreIsTold(t *testing.T) {
	p := newPost(t, nil)
	seed := stations.Seed{Mark: stations.Mark{Epoch: "another epoch of another origin", Revision: 9}, Scope: stations.ScopePublic, Stations: func(func(*stations.Station, error) bool) {}}
	if err := p.store.Seed(t.Context(), seed); err != nil {
		t.Fatal(err)
	}
	p.step()
	if !slices.Equal(p.at.types, []string{"registry.restored"}) || p.standing().Told != seed.Mark {
		t.Errorf("after a restore %q is told up to %v, want that it was", p.at.types, p.standing().Told)
	}
}

// Writes of after a restore have the numbers of those of before: none is told
// under the name of a history that it is not of.
func TestARestoreWhileAMessageIsWrittenIsTold(t *testing.T) {
	p := newPost(t, nil)
	var backup bytes.Buffer
	if _, err := archive.Write(t.Context(), &backup, p.store, 1); err != nil {
		t.Fatal(err)
	}
	p.courier.View = func(*stations.Station) ([]byte, error) {
		_, err := archive.Read(t.Context(), bytes.NewReader(backup.Bytes()), p.store, archive.Options{Schema: 1, Replace: true})
		return []byte("{}"), err
	}
	p.write(station(t, "甲"))
	p.step()
	epoch, err := p.store.Epoch(t.Context())
	if want := (stations.Mark{Epoch: epoch}); err != nil || !slices.Equal(p.at.types, []string{"registry.restored"}) || p.standing().Told != want {
		t.Errorf("after a restore between %q is told up to %v, %v, want that it was, up to %v", p.at.types, p.standing().Told, err, want)
	}
}

// A name may lead anywhere when it is called, whatever it led to before.
// What became of a try is told in words that name no address, which may hold a
// secret of the receiver's.
func TestAReceiverThatDoesNotAnswerIsToldInWords(t *testing.T) {
	silent := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }))
	defer silent.Close()
	shut := httptest.NewServer(http.NotFoundHandler())
	shut.Close()
	for _, c := range []struct{ sentence, address, want string }{
		{"nobody listens", shut.URL, "no connection"},
		{"it hangs up", silent.URL, "no answer"},
	} {
		p := newPost(t, func(w *stations.Webhook) { w.URL = c.address + "/hook?token=hunter2" })
		p.write(station(t, "甲"))
		p.step()
		if got := p.standing().Result; got != c.want {
			t.Errorf("when %s a try ends with %q, want %q", c.sentence, got, c.want)
		}
	}
}

func TestPrivateAddressesAreNotCalled(t *testing.T) {
	p := newPost(t, nil)
	p.courier = webhook.New(webhook.Config{
		Store: p.store, Now: time.Now, Log: slog.New(slog.DiscardHandler),
		View: func(*stations.Station) ([]byte, error) { return []byte("{}"), nil },
	})
	port := p.at.server.URL[strings.LastIndex(p.at.server.URL, ":"):]
	for _, address := range []string{"https://localhost" + port, "https://127.0.0.1" + port, "https://[::1]" + port, "https://[::ffff:127.0.0.1]" + port, p.at.server.URL} {
		p.edit(func(w *stations.Webhook) { w.URL = address })
		p.write(station(t, "甲"))
		p.step()
		if got := p.standing().Result; got != "address not allowed" {
			t.Errorf("a message to %s ends with %q, want it not sent", address, got)
		}
	}
	if len(p.at.ids) > 0 {
		t.Errorf("a private receiver got %d messages", len(p.at.ids))
	}
}

func TestPublicAddresses(t *testing.T) {
	for _, c := range []struct {
		address string
		want    bool
	}{
		{"8.8.8.8", true},
		{"223.5.5.5", true},
		{"2400:3200::1", true},
		{"::ffff:8.8.8.8", true},
		{"127.0.0.1", false},
		{"127.255.0.9", false},
		{"0.0.0.0", false},
		{"0.1.2.3", false},
		{"10.1.2.3", false},
		{"172.16.0.1", false},
		{"172.31.255.255", false},
		{"172.32.0.1", true},
		{"192.168.1.1", false},
		{"169.254.169.254", false},
		{"100.64.0.1", false},
		{"100.100.100.200", false},
		{"100.128.0.1", true},
		{"168.63.129.16", false},
		{"192.0.2.1", false},
		{"198.18.0.1", false},
		{"224.0.0.1", false},
		{"239.255.255.250", false},
		{"255.255.255.255", false},
		{"240.0.0.1", false},
		{"::", false},
		{"::1", false},
		{"::ffff:127.0.0.1", false},
		{"::ffff:10.0.0.1", false},
		{"::7f00:1", false},
		{"64:ff9b::7f00:1", false},
		{"::ffff:0:7f00:1", false},
		{"64:ff9b::a9fe:a9fe", false},
		{"2002:7f00:1::", false},
		{"2001:0:7f00::1", false},
		{"fe80::1", false},
		{"fe80::1%eth0", false},
		{"fec0::1", false},
		{"fc00::1", false},
		{"fd00:ec2::254", false},
		{"ff02::1", false},
		{"2001:db8::1", false},
	} {
		if got := webhook.Public(netip.MustParseAddr(c.address)); got != c.want {
			t.Errorf("Public(%s) = %v, want %v", c.address, got, c.want)
		}
	}
}

func TestAddressesThatMayBeSubscribed(t *testing.T) {
	for address, want := range map[string]bool{
		"https://example.org/hook": true, "https://8.8.8.8:8443/": true,
		"http://example.org/": false, "https://10.0.0.1/": false, "https://[::1]/": false, "https://[::ffff:127.0.0.1]/": false, "https://": false,
	} {
		if err := webhook.Allowed(address, false); (err == nil) != want {
			t.Errorf("Allowed(%s) = %v, want allowed %v", address, err, want)
		}
	}
	if err := webhook.Allowed("http://127.0.0.1:8080/", true); err != nil {
		t.Errorf("Allowed of a private address where those are = %v", err)
	}
}

// Several couriers on one store never send a message twice while nothing fails.
func TestCouriersShareTheWork(t *testing.T) {
	p := newPost(t, nil)
	pace := webhook.DefaultPace()
	pace.Poll, pace.Couriers = 5*time.Millisecond, 4
	c := webhook.New(webhook.Config{
		Store: p.store, Now: time.Now, Log: slog.New(slog.DiscardHandler), Private: true, Pace: pace,
		View: func(s *stations.Station) ([]byte, error) { return json.Marshal(map[string]string{"name": s.Name}) },
	})
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		c.Run(ctx)
	}()
	const writes = 12
	var want []string
	for i := range writes {
		p.write(station(t, fmt.Sprint(i)))
		want = append(want, fmt.Sprintf("created %d", i))
	}
	for deadline := time.Now().Add(10 * time.Second); p.standing().Told.Revision < writes && time.Now().Before(deadline); {
		time.Sleep(5 * time.Millisecond)
	}
	stop()
	<-ended
	p.wantHeard("all writes", want...)
	if ids := slices.Compact(slices.Sorted(slices.Values(p.at.ids))); len(ids) != len(p.at.ids) {
		t.Errorf("%d messages have %d ids: some were sent twice", len(p.at.ids), len(ids))
	}
}
