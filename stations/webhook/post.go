package webhook

import (
	"bytes"
	"context"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"yizhan/stations"
)

// outcome is how a try went.
type outcome struct {
	ok     bool
	gone   bool          // the receiver wants to be told no more
	after  time.Duration // that it asks to wait
	result string        // in a few words, without the address
}

// post sends the message.
func (c *Courier) post(ctx context.Context, w *stations.Webhook, m message) outcome {
	if err := Allowed(w.URL, c.Private); err != nil {
		return outcome{result: errAddress.Error()}
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, w.URL, bytes.NewReader(m.body))
	if err != nil {
		return outcome{result: errAddress.Error()}
	}
	now := c.Now()
	head := request.Header
	head.Set("Content-Type", "application/json")
	head.Set("User-Agent", "yizhan-webhook/1")
	head.Set(headerID, m.id)
	head.Set(headerTime, strconv.FormatInt(now.Unix(), 10))
	head.Set(headerSignature, signatures(w.Secrets(now), m.id, now, m.body))
	answer, err := c.client.Do(request)
	if err != nil {
		return outcome{result: problem(err)}
	}
	_ = answer.Body.Close() // nothing in it is wanted
	return judge(answer)
}

// judge says what an answer means.
func judge(answer *http.Response) outcome {
	o := outcome{ok: answer.StatusCode/100 == 2, gone: answer.StatusCode == http.StatusGone, result: strconv.Itoa(answer.StatusCode)}
	if answer.StatusCode/100 == 3 {
		o.result += ", redirects are not followed"
	}
	if seconds, err := strconv.Atoi(answer.Header.Get("Retry-After")); err == nil && seconds > 0 && !o.ok {
		o.after = min(time.Duration(seconds)*time.Second, time.Hour)
	}
	return o
}

// problem says why there is no answer. The error's own text may hold the
// address, which may hold a secret of the receiver's.
func problem(err error) string {
	var timeout net.Error
	var name *net.DNSError
	switch {
	case errors.Is(err, errAddress):
		return errAddress.Error()
	case errors.As(err, &timeout) && timeout.Timeout():
		return "timeout"
	case errors.As(err, &name):
		return "name not found"
	}
	var dial *net.OpError
	if errors.As(err, &dial) && dial.Op == "dial" {
		return "no connection"
	}
	return "no answer"
}

// Allowed reports, as an Invalid error of field url, why an address is never
// called: it is not https, or names an address that is not public. A name is
// looked at when it is called.
func Allowed(address string, private bool) error {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Hostname() == "":
		return stations.BadField("url", "须是完整的网址 is no address")
	case private:
		return nil
	case u.Scheme != "https":
		return stations.BadField("url", "须以 https:// 开头 must begin with https://")
	}
	if ip := net.ParseIP(u.Hostname()); ip != nil && !publicIP(ip) {
		return stations.BadField("url", "不能是内网或本机地址 must not be an address of a private network or of this machine")
	}
	return nil
}
