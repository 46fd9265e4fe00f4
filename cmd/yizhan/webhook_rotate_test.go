package main

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"yizhan/stations"
	"yizhan/stations/store"
	"yizhan/stations/webhook"
)

func TestAWebhooksSecretIsRotatedAndRetired(t *testing.T) {
	dsn := "sqlite:" + filepath.Join(t.TempDir(), "x.db")
	s, err := store.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	first := webhook.NewSecret()
	if err := s.CreateWebhook(t.Context(), stations.Webhook{ID: "wh_a", URL: "https://app.example/", Secret: first, Active: true, CreatedAt: time.Now()}); err != nil {
		t.Fatal(err)
	}
	code, out, stderr := verb(t, "webhook", "rotate", "wh_a", "--overlap", "1h", "--store", dsn)
	w, err := s.Webhook(t.Context(), "wh_a")
	if code != exitDone || err != nil || out != webhook.SecretText(w.Secret)+"\n" || strings.Contains(stderr, "whsec_") || string(w.OldSecret) != string(first) {
		t.Errorf("webhook rotate = %d, %q, %q, want the new secret on stdout alone, and the old one kept (%v)", code, out, stderr, err)
	}
	mustRun(t, "webhook", "retire", "wh_a", "--store", dsn)
	if w, err := s.Webhook(t.Context(), "wh_a"); err != nil || w.OldSecret != nil {
		t.Errorf("after webhook retire the old secret is %q, %v, want none", w.OldSecret, err)
	}
	lines, err := s.Audited(t.Context(), 0, 10)
	if err != nil || len(lines) != 2 || lines[0].Action != "webhook retire" || lines[0].Key != "wh_a" {
		t.Errorf("the audit log says %v, %v, want both", lines, err)
	}
	if code, _, _ := verb(t, "webhook", "rotate", "wh_a", "--overlap", "200h", "--store", dsn); code == exitDone {
		t.Error("webhook rotate with an overlap of 200 h is done, want it refused")
	}
}
