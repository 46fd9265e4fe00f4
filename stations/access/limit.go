package access

import (
	"container/list"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Rate is how often somebody may ask.
type Rate struct {
	PerSecond float64 // in the long run
	Burst     int     // at once, after a rest
}

// The rates of a server. Many riders share one address of a mobile network,
// and a map asks for dozens of tiles at once.
const (
	perAddress, burstAddress = 50, 500
	perKey, burstKey         = 100, 1000
)

// AddressRate is the rate of an address without a key.
func AddressRate() Rate { return Rate{perAddress, burstAddress} }

// KeyRate is the rate of a key.
func KeyRate() Rate { return Rate{perKey, burstKey} }

// MaxAskers is how many askers a Limiter remembers: about 20 MB. The one that
// asked longest ago, to a second, is forgotten first, and may then ask as after a rest.
const MaxAskers = 1 << 16

// Limiter limits each asker by itself. It is safe for concurrent use.
type Limiter struct {
	rate Rate

	mu     sync.Mutex
	askers map[string]*list.Element
	order  *list.List // of *asker, the latest in front
}

type asker struct {
	name   string
	bucket *rate.Limiter
	moved  time.Time // when it was last put in front
}

// restless is how long an asker stays where it is in the order, however often
// it asks: each move touches its neighbours, which no cache holds.
const restless = time.Second

// NewLimiter returns a limiter of that rate.
func NewLimiter(r Rate) *Limiter {
	return &Limiter{rate: r, askers: map[string]*list.Element{}, order: list.New()}
}

// Rate returns the rate that askers are held to.
func (l *Limiter) Rate() Rate { return l.rate }

// Wait counts one question of the asker at that moment and returns 0, or how
// long the asker must wait before the next is answered; then this one does
// not count.
func (l *Limiter) Wait(name string, at time.Time) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	bucket := l.bucket(name, at)
	reservation := bucket.ReserveN(at, 1)
	if !reservation.OK() { // a burst of 0: never
		return time.Hour
	}
	wait := reservation.DelayFrom(at)
	if wait > 0 {
		reservation.CancelAt(at)
	}
	return wait
}

// bucket finds or makes the asker's, and forgets the oldest beyond MaxAskers.
func (l *Limiter) bucket(name string, at time.Time) *rate.Limiter {
	if e, known := l.askers[name]; known {
		a := e.Value.(*asker)
		if at.Sub(a.moved) >= restless {
			a.moved = at
			l.order.MoveToFront(e)
		}
		return a.bucket
	}
	a := &asker{name, rate.NewLimiter(rate.Limit(l.rate.PerSecond), l.rate.Burst), at}
	l.askers[name] = l.order.PushFront(a)
	if l.order.Len() > MaxAskers {
		oldest := l.order.Remove(l.order.Back()).(*asker)
		delete(l.askers, oldest.name)
	}
	return a.bucket
}

// Neighbourhood returns what an address is limited by: itself, or of IPv6 the
// /64 that one household gets. Text that is no address is one asker of its own.
func Neighbourhood(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return "unknown"
	}
	if ip = ip.Unmap().WithZone(""); ip.Is4() {
		return ip.String()
	}
	block, err := ip.Prefix(64)
	if err != nil {
		return "unknown"
	}
	return block.String()
}
