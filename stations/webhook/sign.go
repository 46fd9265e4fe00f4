package webhook

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Deliveries are signed as Standard Webhooks 1.0.0 says (standardwebhooks.com):
// HMAC-SHA256 under the secret, over the message's id, the time of sending and
// the body, with dots between.
const (
	headerID        = "Webhook-Id"
	headerTime      = "Webhook-Timestamp"
	headerSignature = "Webhook-Signature"

	secretPrefix    = "whsec_"
	signaturePrefix = "v1,"
)

// Tolerance is how far the time of sending may be from the receiver's clock:
// older messages could be somebody else's who sends them once more.
const Tolerance = 5 * time.Minute

// NewSecret makes a secret of 256 random bits.
func NewSecret() []byte {
	secret := make([]byte, 32)
	_, _ = rand.Read(secret) // never fails, it says
	return secret
}

// SecretText writes a secret as receivers are given it.
func SecretText(secret []byte) string {
	return secretPrefix + base64.StdEncoding.EncodeToString(secret)
}

// sign returns the signature of a message that is sent at that moment.
func sign(secret []byte, id string, at time.Time, body []byte) string {
	mac := hmac.New(sha256.New, secret)
	fmt.Fprintf(mac, "%s.%d.", id, at.Unix())
	mac.Write(body)
	return signaturePrefix + base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// DefaultOverlap is for how long two secrets sign when nobody says.
const DefaultOverlap = 24 * time.Hour

// signatures signs with each secret, a blank between.
func signatures(secrets [][]byte, id string, at time.Time, body []byte) string {
	list := make([]string, len(secrets))
	for i, secret := range secrets {
		list[i] = sign(secret, id, at, body)
	}
	return strings.Join(list, " ")
}

// Errors of Verify.
var (
	ErrSecret    = errors.New("the secret is none of a webhook")
	ErrOld       = errors.New("the message is too old, or of the future")
	ErrSignature = errors.New("the signature is not of this message and secret")
)

// Verify is what a receiver does: it reports whether the message was signed
// with the secret (as SecretText writes it) and is of now, and returns its id.
// The receiver must still pass over an id that it has had before.
func Verify(secret string, head http.Header, body []byte, now time.Time) (id string, err error) {
	text, ok := strings.CutPrefix(secret, secretPrefix)
	key, err := base64.StdEncoding.DecodeString(text)
	if !ok || err != nil || len(key) < 24 {
		return "", ErrSecret
	}
	seconds, err := strconv.ParseInt(head.Get(headerTime), 10, 64)
	at := time.Unix(seconds, 0)
	if err != nil || now.Sub(at).Abs() > Tolerance {
		return "", ErrOld
	}
	id = head.Get(headerID)
	want := sign(key, id, at, body)
	for given := range strings.FieldsSeq(head.Get(headerSignature)) { // several while a secret changes
		if hmac.Equal([]byte(given), []byte(want)) {
			return id, nil
		}
	}
	return "", ErrSignature
}
