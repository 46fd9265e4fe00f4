package stations

// WebhookColumns are those that ScanWebhook reads, in both stores.
const WebhookColumns = `id, url, secret, old_secret, old_until, kinds, adcode, events, active, created_at,
	epoch, revision, pending, tries, next_try, last_at, result`

// ScanWebhook reads a row of WebhookColumns.
func ScanWebhook(row interface{ Scan(...any) error }) (w Webhook, err error) {
	var kinds, events string
	var old, created, next, last int64
	err = row.Scan(&w.ID, &w.URL, &w.Secret, &w.OldSecret, &old, &kinds, &w.Adcode, &events, &w.Active, &created,
		&w.Told.Epoch, &w.Told.Revision, &w.Pending, &w.Tries, &next, &last, &w.Result)
	w.Kinds, w.Events = SplitWords[Kind](kinds), SplitWords[Event](events)
	w.OldUntil, w.CreatedAt, w.NextTry, w.LastAt = TimeOf(old), TimeOf(created), TimeOf(next), TimeOf(last)
	if len(w.OldSecret) == 0 {
		w.OldSecret = nil
	}
	return w, err
}
