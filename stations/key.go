package stations

import (
	"context"
	"strings"
	"time"
)

// Role says what an asker may do. What each route asks for stands in the
// table of stations/api.
type Role string

// The roles. Planner and editor do not contain each other.
const (
	RoleAnonymous Role = "anonymous" // nobody in particular
	RoleReader    Role = "reader"    // anonymous, and changes and exports, under a quota of its own
	RolePlanner   Role = "planner"   // reader, and coverage, what-if, siting, statistics
	RoleEditor    Role = "editor"    // reader, and writes inside its adcode
	RoleAdmin     Role = "admin"     // all
)

// Roles returns every role that a key can have.
func Roles() []Role { return []Role{RoleReader, RolePlanner, RoleEditor, RoleAdmin} }

// Contains reports whether whoever has the role may do all that other may. A
// role that is none of the above contains nothing and is contained by none.
func (r Role) Contains(other Role) bool {
	switch other {
	case RoleAnonymous:
		return r == RoleAnonymous || r.Contains(RoleReader)
	case RoleReader:
		return r == RoleReader || r == RolePlanner || r == RoleEditor || r == RoleAdmin
	case RolePlanner, RoleEditor:
		return r == other || r == RoleAdmin
	case RoleAdmin:
		return r == RoleAdmin
	}
	return false
}

// Key is a right to ask, given to one program or person. The secret itself is
// nowhere: only who holds it can show it.
type Key struct {
	ID        string     `json:"id"`
	Name      string     `json:"name,omitempty"`
	Role      Role       `json:"role"`
	Adcode    string     `json:"adcode,omitempty"` // of an editor: the division it writes in, and all below; "" for everywhere
	Hash      [32]byte   `json:"-"`                // SHA-256 of the whole secret
	CreatedAt time.Time  `json:"created_at"`
	RevokedAt *time.Time `json:"revoked_at,omitempty"`
	LastUsed  *time.Time `json:"last_used,omitempty"` // the day, at midnight UTC: no more is kept

	Origins   []string `json:"origins,omitempty"`    // of the pages that may use the key, and nobody else then; none: no page of another server
	PerMinute int      `json:"per_minute,omitempty"` // requests in a minute of the clock; 0 for no quota
	PerDay    int      `json:"per_day,omitempty"`    // requests in a day of Asia/Shanghai; 0 for no quota
}

// Keys keeps keys. A revoked key stays listed.
type Keys interface {
	// CreateKey keeps a new key. Invalid when a field breaks a rule, Conflict
	// when the id is taken. RevokedAt and LastUsed are not looked at.
	CreateKey(ctx context.Context, key Key) error

	// Keys returns every key, revoked ones too, in order of id.
	Keys(ctx context.Context) ([]Key, error)

	// KeysState names how the keys stand, without reading them: it is another
	// text after a key was made, changed or revoked, or the store restored, and the
	// same while nothing of that happened, whoever used a key.
	KeysState(ctx context.Context) (string, error)

	// ChangeKey lets change alter the key of that id, in one transaction, and
	// returns it as it is then: its name, its origins and its quotas; nothing
	// else that change alters is kept. Invalid when they break a rule for its
	// role, NotFound when there is none, Conflict when it was revoked.
	ChangeKey(ctx context.Context, id string, change func(*Key)) (Key, error)

	// RevokeKey ends a key for ever; the first moment stands. NotFound when
	// there is none of that id.
	RevokeKey(ctx context.Context, id string, at time.Time) error

	// TouchKey notes the day on which the key was used; earlier days than the
	// one noted, and unknown ids, change nothing.
	TouchKey(ctx context.Context, id string, at time.Time) error
}

// Check reports every field of a new key that breaks a rule, as one Invalid
// error.
func (k Key) Check() error {
	var c checks
	if k.ID == "" {
		c.add("id", "is required")
	}
	c.text("id", k.ID, MaxName)
	c.terms(k)
	if !k.Role.Contains(RoleReader) {
		c.add("role", "must be one of reader, planner, editor, admin")
	}
	if k.Adcode != "" && k.Role != RoleEditor {
		c.add("adcode", "binds editors only")
	}
	if k.Adcode != "" && !ValidAdcode(k.Adcode) {
		c.add("adcode", "is not a division code of 6, 9 or 12 digits")
	}
	if k.Hash == [32]byte{} {
		c.add("hash", "is required")
	}
	return c.key()
}

// key is what was found wrong with a key, as one error.
func (c checks) key() error {
	if len(c) == 0 {
		return nil
	}
	return &Error{Code: Invalid, Text: "the key breaks a rule", Fields: c}
}

// Covers reports whether an editor bound to k.Adcode may write in the
// division. A station without a division is out of every bound.
func (k Key) Covers(adcode string) bool {
	return k.Adcode == "" || adcode != "" && strings.HasPrefix(adcode, AdcodePrefix(k.Adcode))
}

// Day returns midnight UTC of t's day, which is all that is kept of when a
// key was used.
func Day(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }
