package access_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"yizhan/stations"
	"yizhan/stations/access"
	"yizhan/stations/sqlite"
)

// clock is moved by hand.
type clock struct {
	mu sync.Mutex
	t  time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
}

func newClock() *clock { return &clock{t: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)} }

func open(t *testing.T) stations.Store {
	t.Helper()
	store, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "keys.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	return store
}

func mint(t *testing.T, keys stations.Keys, role stations.Role) (string, stations.Key) {
	t.Helper()
	secret, key := access.Mint("值班", role, "", time.Now())
	if err := keys.CreateKey(t.Context(), key); err != nil {
		t.Fatal(err)
	}
	return secret, key
}

func TestOnlyTheWholeSecretOfAKeyFindsIt(t *testing.T) {
	store := open(t)
	secret, key := mint(t, store, stations.RolePlanner)
	other, _ := mint(t, store, stations.RoleAdmin)
	guard := access.NewGuard(store, newClock().now)
	got, err := guard.Find(t.Context(), secret)
	if err != nil || got.ID != key.ID || got.Role != stations.RolePlanner {
		t.Errorf("Find(secret) = %v, %v, want key %s", got, err, key.ID)
	}
	tail := secret[strings.LastIndex(secret, key.ID)+len(key.ID):]
	for name, bad := range map[string]string{
		"nothing": "", "the id": key.ID, "the prefix and the id": "yz_" + key.ID, "a secret cut short": secret[:len(secret)-1],
		"another's id": other[:strings.Index(other, "_")+13] + tail, "no such id": "yz_000000000000" + tail, "a longer one": secret + "A",
	} {
		if _, err := guard.Find(t.Context(), bad); !errors.Is(err, access.ErrKey) {
			t.Errorf("Find(%s) = %v, want ErrKey", name, err)
		}
	}
}

func TestSecretsAreLongAndNeverTheSame(t *testing.T) {
	seen := map[string]bool{}
	for range 1000 {
		secret, key := access.Mint("", stations.RoleReader, "", time.Now())
		if len(secret) != len("yz_")+12+1+43 || seen[secret] || seen[key.ID] {
			t.Fatalf("Mint = %d characters, id %s, want 59 and a new one", len(secret), key.ID)
		}
		seen[secret], seen[key.ID] = true, true
	}
}

func TestARevokedKeyIsRefusedWithinASecond(t *testing.T) {
	store, c := open(t), newClock()
	secret, key := mint(t, store, stations.RoleReader)
	guard := access.NewGuard(store, c.now)
	if _, err := guard.Find(t.Context(), secret); err != nil {
		t.Fatal(err)
	}
	if err := store.RevokeKey(t.Context(), key.ID, c.now()); err != nil {
		t.Fatal(err)
	}
	c.pass(time.Second)
	if _, err := guard.Find(t.Context(), secret); !errors.Is(err, access.ErrKey) {
		t.Errorf("Find(a secret revoked a second ago) = %v, want ErrKey", err)
	}
	if ever, err := guard.Any(t.Context()); !ever || err != nil {
		t.Errorf("Any() with a revoked key = %v, %v, want true: the door stays shut", ever, err)
	}
}

func TestAGuardForgetsWhenTold(t *testing.T) {
	store := open(t)
	guard := access.NewGuard(store, newClock().now)
	if ever, err := guard.Any(t.Context()); ever || err != nil {
		t.Errorf("Any() of a new store = %v, %v, want false", ever, err)
	}
	mint(t, store, stations.RoleReader)
	guard.Forget()
	if ever, err := guard.Any(t.Context()); !ever || err != nil {
		t.Errorf("Any() = %v, %v, want true", ever, err)
	}
}

func TestTheDayOfUseIsNoted(t *testing.T) {
	store, c := open(t), newClock()
	secret, _ := mint(t, store, stations.RoleReader)
	guard := access.NewGuard(store, c.now)
	for range 3 {
		if _, err := guard.Find(t.Context(), secret); err != nil {
			t.Fatal(err)
		}
		c.pass(time.Minute)
	}
	keys, err := store.Keys(t.Context())
	if err != nil || keys[0].LastUsed == nil || !keys[0].LastUsed.Equal(stations.Day(c.now())) {
		t.Errorf("LastUsed = %v, %v, want the day", keys, err)
	}
}

// broken is a store that does not answer.
type broken struct{ keys }

type keys = stations.Keys

func (broken) KeysState(context.Context) (string, error) { return "", errors.New("down") }

// counted counts how often its keys are read.
type counted struct {
	keys
	reads int
}

func (c *counted) Keys(ctx context.Context) ([]stations.Key, error) {
	c.reads++
	return c.keys.Keys(ctx)
}

func TestKeysAreReadAgainOnlyAfterTheyChanged(t *testing.T) {
	store, c := &counted{keys: open(t)}, newClock()
	secret, _ := mint(t, store, stations.RoleReader)
	guard := access.NewGuard(store, c.now)
	find := func(want error) {
		t.Helper()
		if _, err := guard.Find(t.Context(), secret); !errors.Is(err, want) {
			t.Errorf("Find = %v, want %v", err, want)
		}
		c.pass(time.Second)
	}
	for range 5 {
		find(nil)
	}
	if store.reads != 1 {
		t.Errorf("five questions in five seconds read the keys %d times, want once", store.reads)
	}
	_, other := mint(t, store, stations.RoleReader)
	find(nil)
	if err := store.RevokeKey(t.Context(), other.ID, c.now()); err != nil {
		t.Fatal(err)
	}
	find(nil)
	if store.reads != 3 {
		t.Errorf("after a key came and one went the keys were read %d times, want 3", store.reads)
	}
}

func TestAStoreThatIsDownLetsNobodyIn(t *testing.T) {
	guard := access.NewGuard(broken{}, newClock().now)
	if _, err := guard.Find(t.Context(), "yz_x_y"); stations.CodeOf(err) != stations.Unavailable {
		t.Errorf("Find = %v, want Unavailable", err)
	}
	if _, err := guard.Any(t.Context()); stations.CodeOf(err) != stations.Unavailable {
		t.Errorf("Any = %v, want Unavailable", err)
	}
}

func TestEachAskerIsLimitedByItself(t *testing.T) {
	c := newClock()
	limiter := access.NewLimiter(access.Rate{PerSecond: 2, Burst: 3})
	for i := range 3 {
		if wait := limiter.Wait("a", c.now()); wait != 0 {
			t.Errorf("question %d waits %v, want 0", i+1, wait)
		}
	}
	for range 2 { // those refused do not count
		if wait := limiter.Wait("a", c.now()); wait != 500*time.Millisecond {
			t.Errorf("question 4 waits %v, want 500ms", wait)
		}
	}
	if wait := limiter.Wait("b", c.now()); wait != 0 {
		t.Errorf("another asker waits %v, want 0", wait)
	}
	c.pass(500 * time.Millisecond)
	if wait := limiter.Wait("a", c.now()); wait != 0 {
		t.Errorf("after 500ms the asker waits %v, want 0", wait)
	}
}

func TestALimiterRemembersSoManyAskers(t *testing.T) {
	limiter, now := access.NewLimiter(access.Rate{PerSecond: 1, Burst: 1}), newClock().now()
	for i := range access.MaxAskers + 1 {
		limiter.Wait(fmt.Sprint(i), now)
	}
	if wait := limiter.Wait("2", now); wait == 0 {
		t.Error("an asker that is remembered is not limited")
	}
	if wait := limiter.Wait("0", now); wait != 0 {
		t.Error("the oldest asker is still remembered")
	}
}

func TestNeighbourhoods(t *testing.T) {
	for address, want := range map[string]string{
		"203.0.113.7": "203.0.113.7", "::ffff:203.0.113.7": "203.0.113.7", "2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64",
		"2001:db8:1:2::9": "2001:db8:1:2::/64", "fe80::1%eth0": "fe80::/64", "": "unknown", "example.org": "unknown",
	} {
		if got := access.Neighbourhood(address); got != want {
			t.Errorf("Neighbourhood(%s) = %s, want %s", address, got, want)
		}
	}
}

func BenchmarkWait(b *testing.B) {
	limiter, now := access.NewLimiter(access.KeyRate()), time.Now()
	b.ReportAllocs()
	for b.Loop() {
		limiter.Wait("key:aa", now)
	}
}

func ExampleNeighbourhood() {
	fmt.Println(access.Neighbourhood("2001:db8::1"), access.Neighbourhood("192.0.2.1"))
	// Output: 2001:db8::/64 192.0.2.1
}

// hanging is a store of keys that answers until it hangs.
type hanging struct {
	stations.Store
	hangs atomic.Bool
}

func (k *hanging) KeysState(ctx context.Context) (string, error) {
	if k.hangs.Load() {
		<-ctx.Done()
		return "", ctx.Err()
	}
	return k.Store.KeysState(ctx)
}

func TestOriginsAreToldWhileTheStoreHangs(t *testing.T) {
	store, at := &hanging{Store: open(t)}, newClock()
	_, key := access.Mint("", stations.RoleReader, "", at.now())
	key.Origins = []string{"https://map.example"}
	if err := store.CreateKey(t.Context(), key); err != nil {
		t.Fatal(err)
	}
	guard := access.NewGuard(store, at.now)
	if !guard.Origins(t.Context())["https://map.example"] {
		t.Fatal("Origins lacks the page of a key")
	}
	store.hangs.Store(true)
	for range 3 {
		at.pass(time.Minute)
		began := time.Now()
		if !guard.Origins(t.Context())["https://map.example"] {
			t.Error("Origins lacks the page of a key while the store hangs")
		}
		if took := time.Since(began); took > 200*time.Millisecond {
			t.Errorf("Origins took %v while the store hangs, want no wait", took)
		}
	}
}

// slow is a store of keys that is asked, and answers when it may.
type slow struct {
	stations.Store
	asked, answers chan struct{} // nil answers at once
}

func (k *slow) Keys(ctx context.Context) ([]stations.Key, error) {
	list, err := k.Store.Keys(ctx)
	if k.asked != nil {
		k.asked <- struct{}{}
		<-k.answers
	}
	return list, err
}

func TestWhatWasReadBeforeAChangeIsForgottenToo(t *testing.T) {
	store := &slow{Store: open(t), asked: make(chan struct{}), answers: make(chan struct{})}
	guard := access.NewGuard(store, newClock().now)
	var reading sync.WaitGroup
	reading.Go(func() {
		if ever, err := guard.Any(t.Context()); ever || err != nil {
			t.Errorf("Any() of a new store = %v, %v, want false", ever, err)
		}
	})
	<-store.asked
	secret, key := mint(t, store, stations.RoleReader) // while somebody reads the keys
	guard.Forget()
	asked := store.asked
	store.asked = nil
	store.answers <- struct{}{}
	reading.Wait()
	close(asked)
	if got, err := guard.Find(t.Context(), secret); err != nil || got.ID != key.ID {
		t.Errorf("Find(a key made before Forget) = %v, %v, want it", got, err)
	}
}

// full is a store of keys that can be read and takes no writes.
type full struct {
	stations.Store
	touched, reached atomic.Int64
}

func (f *full) TouchKey(ctx context.Context, _ string, _ time.Time) error {
	f.touched.Add(1)
	<-ctx.Done()
	return ctx.Err()
}

func (f *full) KeysState(ctx context.Context) (string, error) {
	f.reached.Add(1)
	return f.Store.KeysState(ctx)
}

// The one who waits for the day to be noted holds nobody up, and is the only
// one in a minute.
func TestAStoreThatTakesNoWritesHoldsOneAskerUp(t *testing.T) {
	store, at := &full{Store: open(t)}, newClock()
	secret, _ := mint(t, store, stations.RoleReader)
	guard := access.NewGuard(store, at.now)
	find := func() {
		if _, err := guard.Find(t.Context(), secret); err != nil {
			t.Errorf("Find while the store takes no writes = %v, want the key", err)
		}
	}
	var first sync.WaitGroup
	first.Go(find)
	for store.touched.Load() == 0 {
		time.Sleep(time.Millisecond)
	}
	read := store.reached.Load()
	at.pass(time.Second) // the keys are to be looked at again
	began := time.Now()
	find()
	if took := time.Since(began); took > 200*time.Millisecond || store.reached.Load() == read {
		t.Errorf("Find took %v beside one who waits, keys looked at %d times; want no wait and a look", took, store.reached.Load()-read)
	}
	first.Wait()
	find()
	if n := store.touched.Load(); n != 1 {
		t.Errorf("the store was asked %d times in a second to note the day, want once", n)
	}
	at.pass(time.Hour)
	find()
	if n := store.touched.Load(); n != 2 {
		t.Errorf("the store was asked %d times in an hour to note the day, want once more", n)
	}
}

// stalled is a store that takes its time while it is told to.
type stalled struct {
	keys
	away atomic.Bool
}

func (s *stalled) KeysState(ctx context.Context) (string, error) {
	if s.away.Load() {
		<-ctx.Done()
		return "", ctx.Err()
	}
	return s.keys.KeysState(ctx)
}

// Each rider's question asks whether there are keys at all, on a server behind
// a proxy: none may wait for a database that says nothing.
func TestWhileTheStoreIsSilentNobodyWaitsToHearThatThereAreKeys(t *testing.T) {
	store, c := &stalled{keys: open(t)}, newClock()
	mint(t, store, stations.RoleReader)
	guard := access.NewGuard(store, c.now)
	if ever, err := guard.Any(t.Context()); !ever || err != nil {
		t.Fatalf("Any() = %v, %v, want true", ever, err)
	}
	store.away.Store(true)
	for range 4 {
		c.pass(time.Second)
		began := time.Now()
		if ever, err := guard.Any(t.Context()); !ever || err != nil || time.Since(began) > 200*time.Millisecond {
			t.Errorf("Any() of a silent store = %v, %v after %v, want true at once", ever, err, time.Since(began))
		}
	}
}

func TestAKeyThatWasKnownIsToldOfWhileTheStoreIsAway(t *testing.T) {
	store, c := &stalled{keys: open(t)}, newClock()
	secret, key := mint(t, store, stations.RoleReader)
	gone, revoked := mint(t, store, stations.RoleReader)
	if err := store.RevokeKey(t.Context(), revoked.ID, c.now()); err != nil {
		t.Fatal(err)
	}
	guard := access.NewGuard(store, c.now)
	if _, err := guard.Find(t.Context(), secret); err != nil {
		t.Fatal(err)
	}
	store.away.Store(true)
	for range 2 { // the second time nothing but a failure was seen before
		c.pass(time.Second)
		for name, x := range map[string]struct {
			secret string
			want   string
		}{"a known key": {secret, key.ID}, "a revoked key": {gone, ""}, "a wrong secret": {secret + "A", ""}} {
			if got, err := guard.Find(t.Context(), x.secret); got.ID != x.want || stations.CodeOf(err) != stations.Unavailable {
				t.Errorf("Find(%s) of a silent store = %q, %v, want %q and Unavailable", name, got.ID, err, x.want)
			}
		}
	}
	store.away.Store(false)
	c.pass(time.Second)
	if _, err := guard.Find(t.Context(), secret); err != nil {
		t.Errorf("Find when the store is back = %v", err)
	}
}
