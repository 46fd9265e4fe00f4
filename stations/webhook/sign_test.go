package webhook_test

import (
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"

	"yizhan/stations/webhook"
)

// The example of the specification of Standard Webhooks and its libraries.
const (
	exampleSecret    = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
	exampleID        = "msg_p5jXN8AQM9LWM0D4loKWxJek"
	exampleTime      = 1614265330
	exampleBody      = `{"test": 2432232314}`
	exampleSignature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
)

func exampleHead() http.Header {
	return http.Header{
		"Webhook-Id": {exampleID}, "Webhook-Timestamp": {fmt.Sprint(exampleTime)}, "Webhook-Signature": {exampleSignature},
	}
}

func TestVerifyAgreesWithTheSpecification(t *testing.T) {
	now := time.Unix(exampleTime, 0)
	for _, c := range []struct {
		sentence string
		change   func(h http.Header) (secret, body string, at time.Time)
		want     error
	}{
		{"as it is", func(http.Header) (string, string, time.Time) { return exampleSecret, exampleBody, now }, nil},
		{"five minutes later", func(http.Header) (string, string, time.Time) {
			return exampleSecret, exampleBody, now.Add(webhook.Tolerance)
		}, nil},
		{"beside another signature", func(h http.Header) (string, string, time.Time) {
			h.Set("Webhook-Signature", "v1,AAAA v2,x "+exampleSignature)
			return exampleSecret, exampleBody, now
		}, nil},
		{"sent again later", func(http.Header) (string, string, time.Time) {
			return exampleSecret, exampleBody, now.Add(webhook.Tolerance + time.Second)
		}, webhook.ErrOld},
		{"of the future", func(http.Header) (string, string, time.Time) {
			return exampleSecret, exampleBody, now.Add(-webhook.Tolerance - time.Second)
		}, webhook.ErrOld},
		{"with a new time", func(h http.Header) (string, string, time.Time) {
			h.Set("Webhook-Timestamp", fmt.Sprint(exampleTime+1))
			return exampleSecret, exampleBody, now
		}, webhook.ErrSignature},
		{"with a new id", func(h http.Header) (string, string, time.Time) {
			h.Set("Webhook-Id", "msg_other")
			return exampleSecret, exampleBody, now
		}, webhook.ErrSignature},
		{"with another body", func(http.Header) (string, string, time.Time) { return exampleSecret, exampleBody + " ", now }, webhook.ErrSignature},
		{"without a signature", func(h http.Header) (string, string, time.Time) {
			h.Del("Webhook-Signature")
			return exampleSecret, exampleBody, now
		}, webhook.ErrSignature},
		{"without a time", func(h http.Header) (string, string, time.Time) {
			h.Del("Webhook-Timestamp")
			return exampleSecret, exampleBody, now
		}, webhook.ErrOld},
		{"under no secret", func(http.Header) (string, string, time.Time) { return "whsec_", exampleBody, now }, webhook.ErrSecret},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			head := exampleHead()
			secret, body, at := c.change(head)
			id, err := webhook.Verify(secret, head, []byte(body), at)
			if !errors.Is(err, c.want) || err == nil && id != exampleID {
				t.Errorf("Verify = %q, %v, want %v", id, err, c.want)
			}
		})
	}
}

func ExampleVerify() {
	head := http.Header{}
	head.Set("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek")
	head.Set("webhook-timestamp", "1614265330")
	head.Set("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
	id, err := webhook.Verify("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", head, []byte(`{"test": 2432232314}`), time.Unix(1614265330, 0))
	fmt.Println(id, err)
	// Output: msg_p5jXN8AQM9LWM0D4loKWxJek <nil>
}
