package stations

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Limits of the terms of a key.
const (
	MaxOrigins   = 20
	MaxPerMinute = 1_000_000
	MaxPerDay    = 1_000_000_000
	maxOrigin    = 200
)

// UsageMemory is how long it stays known how much a key asked on a day.
const UsageMemory = 400 * 24 * time.Hour

// KeyUsage is what one key asked on one day.
type KeyUsage struct {
	Key     string
	Day     string // of Asia/Shanghai, as in 2026-11-20
	Asked   int64  // requests that were let in, however they ended
	Refused int64  // requests beyond a quota
}

// KeyUsages keeps how much keys ask.
type KeyUsages interface {
	// AddKeyUsage adds to the counts of keys and days, all or none, and
	// returns the sums in the same order. Keys that do not exist are counted
	// too.
	AddKeyUsage(ctx context.Context, usage []KeyUsage) ([]KeyUsage, error)

	// KeyUsage returns the counts of the days from and until, both included,
	// in order of day and key.
	KeyUsage(ctx context.Context, from, until string) ([]KeyUsage, error)

	// ForgetKeyUsage removes the counts of days before UsageMemory.
	ForgetKeyUsage(ctx context.Context, now time.Time) error
}

// NoKey is the error of a store that has no key of the id.
func NoKey() error { return Errorf(NotFound, "没有这个密钥 there is no such key") }

// Alter lets change alter the terms of a key that holds. Conflict when it was
// revoked, Invalid when the new terms break a rule; the key is spoilt then.
func (k *Key) Alter(change func(*Key)) error {
	if k.RevokedAt != nil {
		return Errorf(Conflict, "密钥已停用，不能再改 the key was revoked and cannot be changed")
	}
	altered := *k
	change(&altered)
	k.Name, k.Origins, k.PerMinute, k.PerDay = altered.Name, altered.Origins, altered.PerMinute, altered.PerDay
	var c checks
	c.terms(*k)
	return c.key()
}

// Allows reports whether a page of the origin may use the key. A key without
// origins is for no page of another server.
func (k Key) Allows(origin string) bool { return slices.Contains(k.Origins, origin) }

// terms checks what of a key may change.
func (c *checks) terms(k Key) {
	c.text("name", k.Name, MaxName)
	if k.PerMinute < 0 || k.PerMinute > MaxPerMinute {
		c.add("per_minute", fmt.Sprintf("must be 0 for no quota, or at most %d", MaxPerMinute))
	}
	if k.PerDay < 0 || k.PerDay > MaxPerDay {
		c.add("per_day", fmt.Sprintf("must be 0 for no quota, or at most %d", MaxPerDay))
	}
	if len(k.Origins) > 0 && k.Role != RoleReader && k.Role != RolePlanner {
		c.add("origins", "are for keys of role reader or planner: whoever opens a page can read its key")
	}
	if len(k.Origins) > MaxOrigins {
		c.add("origins", fmt.Sprintf("must be at most %d", MaxOrigins))
	}
	for _, o := range k.Origins {
		if !ValidOrigin(o) {
			c.add("origins", "must each be as a browser writes one: https://host or https://host:port, in lower case, without a path")
			return
		}
	}
}

// ValidOrigin reports whether the text is the origin of a page as browsers
// send it (RFC 6454, section 6.2): a scheme, a host and a port that is not the
// scheme's own.
func ValidOrigin(origin string) bool {
	u, err := url.Parse(origin)
	if err != nil || len(origin) > maxOrigin || origin != strings.ToLower(origin) || u.Hostname() == "" {
		return false
	}
	usual := map[string]string{"http": "80", "https": "443"}
	port, known := usual[u.Scheme]
	return known && u.Port() != port && !strings.HasSuffix(u.Host, ":") && origin == u.Scheme+"://"+u.Host
}
