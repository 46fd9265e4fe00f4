package webhook

import (
	"errors"
	"net"
	"net/http"
	"net/netip"
	"syscall"
	"time"
)

// errAddress says that a name leads to an address that is not called.
var errAddress = errors.New("address not allowed")

// special lists what is not of the public internet, by IANA's registries of
// special-purpose addresses (RFC 6890 and its updates), and what clouds keep
// for themselves, beside what netip itself knows. Addresses that hold one of
// IPv4 (6to4, Teredo, NAT64, IPv4-compatible, IPv4-translated) could lead anywhere.
func special() []netip.Prefix {
	var list []netip.Prefix
	for _, text := range []string{
		"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15",
		"198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4", "168.63.129.16/32",
		"::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "100:0:0:1::/64", "::ffff:0:0:0/96", "2001::/23", "2001:db8::/32", "2002::/16",
		"3fff::/20", "5f00::/16", "fec0::/10",
	} {
		list = append(list, netip.MustParsePrefix(text))
	}
	return list
}

// Public reports whether the address is one of the public internet, which a
// webhook may lead to: not of this machine, a private network, a link, a
// carrier's inside, a group, a cloud's own service or a document.
func Public(a netip.Addr) bool {
	if a.Zone() != "" {
		return false
	}
	a = a.Unmap()
	if !a.IsGlobalUnicast() || a.IsPrivate() {
		return false
	}
	for _, prefix := range special() {
		if prefix.Contains(a) {
			return false
		}
	}
	return true
}

// guard refuses a connection to an address that is not public, when it is
// made: what the name led to a moment before does not matter.
func guard(network, address string, _ syscall.RawConn) error {
	if network != "tcp4" && network != "tcp6" {
		return errAddress
	}
	at, err := netip.ParseAddrPort(address)
	if err != nil || !Public(at.Addr()) {
		return errAddress
	}
	return nil
}

// Limits of a delivery.
const (
	connectTime = 5 * time.Second
	answerBytes = 64 << 10 // of an answer's head; its body is not read
)

// newClient makes a client that goes to public addresses only, unless private
// ones are allowed; by no proxy, which would resolve names itself; and that
// follows no redirect.
func newClient(private bool, patience time.Duration) *http.Client {
	dialer := &net.Dialer{Timeout: connectTime, KeepAlive: -1}
	if !private {
		dialer.Control = guard
	}
	return &http.Client{
		Timeout: patience,
		Transport: &http.Transport{
			DialContext:            dialer.DialContext,
			TLSHandshakeTimeout:    connectTime,
			MaxResponseHeaderBytes: answerBytes,
			DisableKeepAlives:      true,
			ForceAttemptHTTP2:      true,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// publicIP is Public for a net.IP.
func publicIP(ip net.IP) bool {
	a, ok := netip.AddrFromSlice(ip)
	return ok && Public(a)
}
