package main

import (
	"fmt"
	"time"

	"yizhan/stations"
	"yizhan/stations/webhook"
)

// webhookCmd is the family of verbs about webhooks.
type webhookCmd struct {
	Rotate webhookRotateCmd `cmd:"" help:"更换签名密钥 Give a webhook another secret; the one of before signs beside it for a time."`
	Retire webhookRetireCmd `cmd:"" help:"停用旧密钥 End the secret of before."`
}

// webhookRotateCmd gives a webhook another secret.
type webhookRotateCmd struct {
	storeFlag
	ID      string        `arg:"" help:"编号 The webhook's id, wh_…"`
	Overlap time.Duration `default:"24h" help:"新旧并用多久 How long the secret of before goes on signing, at most 168h; 0 ends it now (default ${default})."`
}

// Run prints the secret on stdout and everything else on stderr, so that a
// script can keep it.
func (c webhookRotateCmd) Run(g *globals) error {
	secret := webhook.NewSecret()
	now := time.Now()
	w, err := editWebhook(g, c.storeFlag, c.ID, "webhook rotate", func(w *stations.Webhook) error { return w.Rotate(secret, now, c.Overlap) })
	if err != nil {
		return err
	}
	fmt.Fprintf(g.Stderr, "推送 %s 的新密钥只显示这一次 webhook %s has another secret, which is shown only now", w.ID, w.ID)
	if !w.OldUntil.IsZero() {
		fmt.Fprintf(g.Stderr, "；旧密钥用到 the one of before signs until %s", w.OldUntil.Format(time.RFC3339))
	}
	fmt.Fprintln(g.Stderr)
	_, err = fmt.Fprintln(g.Stdout, webhook.SecretText(w.Secret))
	return err
}

// webhookRetireCmd ends the secret of before.
type webhookRetireCmd struct {
	storeFlag
	ID string `arg:"" help:"编号 The webhook's id, wh_…"`
}

// Run ends it, if there is one.
func (c webhookRetireCmd) Run(g *globals) error {
	w, err := editWebhook(g, c.storeFlag, c.ID, "webhook retire", func(w *stations.Webhook) error {
		w.Retire()
		return nil
	})
	if err == nil {
		fmt.Fprintf(g.Stderr, "推送 %s 只用新密钥签名 webhook %s signs with its present secret only\n", w.ID, w.ID)
	}
	return err
}

// editWebhook changes a webhook, and notes it in the audit log.
func editWebhook(g *globals, f storeFlag, id, action string, change func(*stations.Webhook) error) (w stations.Webhook, err error) {
	store, err := f.existing(g.Ctx)
	if err != nil {
		return w, err
	}
	defer store.Close()
	if w, err = store.EditWebhook(g.Ctx, id, change); err != nil {
		return w, err
	}
	return w, audited(g.Ctx, store, stations.Audited{Action: action, Key: id})
}
