// Package access says who asks: it makes keys, finds the key of a secret, and
// limits how often anybody asks. What each role may do stands in stations/api.
package access

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"yizhan/stations"
)

// prefix tells people, and programs that look for leaked secrets, what they
// see.
const prefix = "yz"

// ErrKey says that a secret is none of a key that still holds. It does not say
// why, so that nobody learns which ids exist.
var ErrKey = errors.New("密钥无效 the key is not valid, or was revoked")

// Mint makes a key and its secret: yz_ID_ and 256 random bits. The secret is
// kept nowhere. The key is as CreateKey wants it, but for what Key.Check
// finds wrong.
func Mint(name string, role stations.Role, adcode string, at time.Time) (secret string, key stations.Key) {
	var random [6 + 32]byte
	_, _ = rand.Read(random[:]) // never fails, says its documentation
	id := hex.EncodeToString(random[:6])
	secret = prefix + "_" + id + "_" + base64.RawURLEncoding.EncodeToString(random[6:])
	return secret, stations.Key{
		ID: id, Name: name, Role: role, Adcode: adcode,
		Hash: sha256.Sum256([]byte(secret)), CreatedAt: stations.Stamp(at),
	}
}

// Fresh is how old an answer about keys may be. With the time that a store
// takes, a revoked key is refused within a second by every server.
const Fresh = 500 * time.Millisecond

// patience is how long a store may take to list its keys.
const patience = 400 * time.Millisecond

// Guard finds keys. It asks the store only while somebody asks it, and reads
// the keys again only after they changed. It is safe for concurrent use.
type Guard struct {
	keys  stations.Keys
	clock func() time.Time

	seen    atomic.Pointer[ring]
	changes atomic.Int64 // that Forget told of
	mu      sync.Mutex   // held while the store is asked
}

// ring is all keys as they were at a moment.
type ring struct {
	at    time.Time
	after int64  // so many changes that Forget told of, at least
	state string // of stations.Keys
	keys  map[string]*held
	pages map[string]bool // origins that keys are for which hold
	err   error           // the store did not answer
}

// held is a key, the last day on which it is known to have been used, and when
// the store was last asked to note one, both in seconds since 1970.
type held struct {
	stations.Key
	used, asked atomic.Int64
}

// NewGuard returns a guard over the keys of a store.
func NewGuard(keys stations.Keys, clock func() time.Time) *Guard {
	return &Guard{keys: keys, clock: clock}
}

// Any reports whether a key was ever made, revoked ones too: revoking the last
// key must not open the door. Once there was one nobody waits for the store.
// Unavailable when the store does not answer and none is known of.
func (g *Guard) Any(ctx context.Context) (bool, error) {
	r := g.seen.Load()
	if r != nil && len(r.keys) > 0 {
		r = g.last(ctx)
	} else {
		r = g.ring(ctx) // a first key shuts the door within a second
	}
	if len(r.keys) > 0 {
		return true, nil
	}
	return false, r.err
}

// Origins returns the origins of pages that some key is for, as they were known
// last: who needs no key is answered while the store is away. Nobody changes
// the map.
func (g *Guard) Origins(ctx context.Context) map[string]bool { return g.last(ctx).pages }

// last returns the keys as they were known last, and has them read again
// behind the asker's back: nobody waits for the store but the first.
func (g *Guard) last(ctx context.Context) *ring {
	r := g.seen.Load()
	if r == nil || r.after != g.changes.Load() {
		return g.ring(ctx)
	}
	if g.clock().Sub(r.at) >= Fresh && g.mu.TryLock() {
		go func() {
			defer g.mu.Unlock()
			g.seen.Store(g.late(ctx))
		}()
	}
	return r
}

// late is read for everybody: it does not end with the request that asks.
func (g *Guard) late(ctx context.Context) *ring {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	return g.read(ctx)
}

// Find returns the key of the secret, and notes the day on which it was used.
// ErrKey when it is no key's or the key was revoked; Unavailable when the
// store does not answer, with the key, if it was known before, as it was then.
func (g *Guard) Find(ctx context.Context, secret string) (stations.Key, error) {
	r := g.ring(ctx)
	_, rest, _ := strings.Cut(secret, "_")
	id, _, _ := strings.Cut(rest, "_")
	key, known := r.keys[id]
	if !known {
		key = new(held) // whose hash is no secret's
	}
	var room [64]byte // which a secret of Mint fills to 59
	hash := sha256.Sum256(append(room[:0], secret...))
	equal := subtle.ConstantTimeCompare(hash[:], key.Hash[:]) == 1
	switch fits := known && equal && key.RevokedAt == nil; {
	case r.err != nil && fits:
		return key.Key, r.err
	case r.err != nil:
		return stations.Key{}, r.err
	case !fits:
		return stations.Key{}, ErrKey
	}
	g.touch(ctx, key)
	return key.Key, nil
}

// Forget makes the next question ask the store, for whoever has just changed
// the keys: what is being read meanwhile may be from before the change, and
// counts for nothing either.
func (g *Guard) Forget() { g.changes.Add(1) }

// ring returns all keys, at most Fresh old.
func (g *Guard) ring(ctx context.Context) *ring {
	if r := g.fresh(); r != nil {
		return r
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if r := g.fresh(); r != nil {
		return r
	}
	r := g.late(ctx)
	g.seen.Store(r)
	return r
}

// read asks the store how its keys stand, and for the keys when they stand
// otherwise than before.
func (g *Guard) read(ctx context.Context) *ring {
	r, before := &ring{at: g.clock(), after: g.changes.Load()}, g.seen.Load()
	var list []stations.Key
	state, err := g.keys.KeysState(ctx)
	if err == nil && before != nil && before.err == nil && before.state == state {
		r.state, r.keys, r.pages = state, before.keys, before.pages
		return r
	}
	if err == nil {
		list, err = g.keys.Keys(ctx) // as they stand now, or later than the state says: then they are read again
	}
	if err != nil {
		if before != nil {
			r.state, r.keys, r.pages = before.state, before.keys, before.pages
		}
		r.err = &stations.Error{Code: stations.Unavailable, Text: "暂时无法核对密钥 keys cannot be checked now", Err: err}
		return r
	}
	r.state, r.keys, r.pages = state, make(map[string]*held, len(list)), map[string]bool{}
	for _, key := range list {
		h := &held{Key: key}
		if key.LastUsed != nil {
			h.used.Store(key.LastUsed.Unix())
		}
		r.keys[key.ID] = h
		for _, origin := range key.Origins {
			if key.RevokedAt == nil {
				r.pages[origin] = true
			}
		}
	}
	return r
}

func (g *Guard) fresh() *ring {
	if r := g.seen.Load(); r != nil && r.after == g.changes.Load() && g.clock().Sub(r.at) < Fresh {
		return r
	}
	return nil
}

// retouch is how long a store that did not note a day is left alone.
const retouch = 60 // seconds

// touch notes the day once. One asker at a time waits for the store, and none
// for another: a store that is busy, or that takes no writes now, is asked
// again a minute later.
func (g *Guard) touch(ctx context.Context, key *held) {
	const day = 24 * 60 * 60
	now, asked := g.clock(), key.asked.Load()
	if now.Unix() < max(key.used.Load()+day, asked+retouch) || !key.asked.CompareAndSwap(asked, now.Unix()) {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	today := stations.Day(now)
	if g.keys.TouchKey(ctx, key.ID, today) == nil {
		key.used.Store(today.Unix())
	}
}
