package stations

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"net/netip"
)

// Sender is the neighbourhood of the network that a report came from: the /24
// of an IPv4 address, the /48 of an IPv6 one. It lives as long as the request;
// no store keeps it and no log shows it. Its zero value is one sender too, for
// those whose address is not known.
type Sender struct{ prefix netip.Prefix }

// The bits of an address that tell senders apart.
const (
	senderBits4 = 24
	senderBits6 = 48
)

// SenderOf returns the sender of an address, as RealIP gives it. What is no
// address is the zero Sender.
func SenderOf(address string) Sender {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return Sender{}
	}
	a = a.Unmap().WithZone("")
	bits := senderBits6
	if a.Is4() {
		bits = senderBits4
	}
	prefix, err := a.Prefix(bits)
	if err != nil {
		return Sender{}
	}
	return Sender{prefix}
}

// String hides the sender from logs.
func (Sender) String() string { return "sender" }

// GoString hides the sender from %#v.
func (Sender) GoString() string { return "sender" }

// Sign returns the sender's HMAC-SHA-256 under the key of a day, cut to 16
// bytes, which tell 2^48 prefixes apart.
func (s Sender) Sign(key []byte) []byte {
	h := hmac.New(sha256.New, key)
	if s.prefix.IsValid() {
		b, _ := s.prefix.MarshalBinary() // no prefix fails
		h.Write(b)
	}
	return h.Sum(nil)[:16]
}

// NewDayKey makes the random key of a day.
func NewDayKey() []byte {
	key := make([]byte, 32)
	rand.Read(key) //nolint:errcheck // never fails since Go 1.24
	return key
}

// Trace is what a store still knows of an earlier report's sender: the
// signature, and the key of its day.
type Trace struct{ Key, Sign []byte }

// Others returns how many of the traces are of other senders than s.
func (s Sender) Others(traces []Trace) int {
	others := 0
	for _, t := range traces {
		if !hmac.Equal(s.Sign(t.Key), t.Sign) {
			others++
		}
	}
	return others
}
