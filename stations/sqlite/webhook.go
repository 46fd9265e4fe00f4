package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"yizhan/stations"
)

// CreateWebhook implements stations.Webhooks.
func (db *DB) CreateWebhook(ctx context.Context, w stations.Webhook) error {
	if err := w.Check(); err != nil {
		return err
	}
	return db.write(ctx, "keep a webhook", func(tx *sql.Tx) error {
		var count int
		if err := tx.QueryRowContext(ctx, `SELECT count(*) FROM webhook`).Scan(&count); err != nil {
			return err
		}
		if count >= stations.MaxWebhooks {
			return stations.ManyWebhooks()
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO webhook (id, url, secret, kinds, adcode, events, active, created_at, epoch, revision)
			SELECT ?, ?, ?, ?, ?, ?, ?, ?, epoch, revision FROM meta`,
			w.ID, w.URL, w.Secret, stations.JoinWords(w.Kinds), w.Adcode, stations.JoinWords(w.Events), w.Active, w.CreatedAt.UnixMilli())
		return err
	})
}

// Webhooks implements stations.Webhooks.
func (db *DB) Webhooks(ctx context.Context) ([]stations.Webhook, error) {
	rows, err := db.reader.QueryContext(ctx, `SELECT `+stations.WebhookColumns+` FROM webhook ORDER BY id`)
	if err != nil {
		return nil, db.fail(ctx, "read webhooks", err)
	}
	list, err := collect(rows, func(rows *sql.Rows) (stations.Webhook, error) { return stations.ScanWebhook(rows) })
	return list, db.fail(ctx, "read webhooks", err)
}

// Webhook implements stations.Webhooks.
func (db *DB) Webhook(ctx context.Context, id string) (stations.Webhook, error) {
	w, err := readWebhook(ctx, db.reader, id)
	return w, db.fail(ctx, "read a webhook", err)
}

func readWebhook(ctx context.Context, q rower, id string) (stations.Webhook, error) {
	w, err := stations.ScanWebhook(q.QueryRowContext(ctx, `SELECT `+stations.WebhookColumns+` FROM webhook WHERE id = ?`, id))
	if errors.Is(err, sql.ErrNoRows) {
		err = stations.NoWebhook()
	}
	return w, err
}

// EditWebhook implements stations.Webhooks.
func (db *DB) EditWebhook(ctx context.Context, id string, change func(*stations.Webhook) error) (w stations.Webhook, err error) {
	err = db.write(ctx, "change a webhook", func(tx *sql.Tx) error {
		if w, err = readWebhook(ctx, tx, id); err != nil {
			return err
		}
		if err := w.Alter(change); err != nil {
			return err
		}
		return overwriting(ctx, tx, func() error { // a secret that ended is not in the file any more
			w, err = stations.ScanWebhook(tx.QueryRowContext(ctx, `UPDATE webhook SET url = ?, kinds = ?, adcode = ?, events = ?, active = ?,
					secret = ?, old_secret = coalesce(?, x''), old_until = ?, tries = 0, next_try = 0, claim = '', claim_until = 0
				WHERE id = ? RETURNING `+stations.WebhookColumns, w.URL, stations.JoinWords(w.Kinds), w.Adcode, stations.JoinWords(w.Events), w.Active,
				w.Secret, w.OldSecret, stations.MillisOf(w.OldUntil), id))
			return err
		})
	})
	return w, err
}

// wantOneOf gives the error none when no row was found.
func wantOneOf(result sql.Result, err error, none error) error {
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n > 0 {
		return err
	}
	return none
}

// DeleteWebhook implements stations.Webhooks.
func (db *DB) DeleteWebhook(ctx context.Context, id string) error {
	return db.write(ctx, "remove a webhook", func(tx *sql.Tx) error {
		return overwriting(ctx, tx, func() error {
			if _, err := tx.ExecContext(ctx, `DELETE FROM dead_letter WHERE webhook_id = ?`, id); err != nil {
				return err
			}
			result, err := tx.ExecContext(ctx, `DELETE FROM webhook WHERE id = ?`, id)
			return wantOneOf(result, err, stations.NoWebhook())
		})
	})
}

// dueWebhook finds the webhook whose turn it is at ?1.
const dueWebhook = `SELECT w.id FROM webhook AS w CROSS JOIN meta AS m
	WHERE w.active AND w.next_try <= ?1 AND w.claim_until <= ?1 AND (w.epoch <> m.epoch OR w.revision <> m.revision)
	ORDER BY w.last_at, w.id LIMIT 1`

// ClaimWebhook implements stations.Webhooks. It takes the write lock only when
// there is one to be had.
func (db *DB) ClaimWebhook(ctx context.Context, c stations.WebhookClaim) (w stations.Webhook, err error) {
	now := c.Now.UnixMilli()
	err = db.reader.QueryRowContext(ctx, dueWebhook, now).Scan(&w.ID)
	if err == nil {
		err = db.write(ctx, "claim a webhook", func(tx *sql.Tx) error {
			w, err = stations.ScanWebhook(tx.QueryRowContext(ctx, `UPDATE webhook SET claim = ?2, claim_until = ?3, pending = CASE
					WHEN epoch <> (SELECT epoch FROM meta) OR revision > (SELECT revision FROM meta) THEN 0
					WHEN pending > revision THEN pending
					ELSE min((SELECT revision FROM meta), revision + ?4) END
				WHERE id = (`+dueWebhook+`) RETURNING `+stations.WebhookColumns, now, c.Token, c.Until.UnixMilli(), stations.MaxDelivery))
			return err
		})
	}
	if errors.Is(err, sql.ErrNoRows) {
		return w, stations.NoWebhook()
	}
	return w, db.fail(ctx, "look for a webhook", err)
}

// SettleWebhook implements stations.Webhooks.
func (db *DB) SettleWebhook(ctx context.Context, token string, w stations.Webhook, dead *stations.DeadLetter) error {
	return db.write(ctx, "settle a webhook", func(tx *sql.Tx) error {
		if dead != nil {
			_, err := tx.ExecContext(ctx, `INSERT INTO dead_letter (webhook_id, epoch, since, until, at, tries, result) VALUES (?, ?, ?, ?, ?, ?, ?)`,
				w.ID, dead.Since.Epoch, dead.Since.Revision, dead.Until, dead.At.UnixMilli(), dead.Tries, dead.Result)
			if err != nil {
				return err
			}
		}
		result, err := tx.ExecContext(ctx, `UPDATE webhook SET epoch = ?, revision = ?, pending = ?, tries = ?, next_try = ?, last_at = ?, result = ?,
				active = active AND ? AND (? OR (SELECT count(*) FROM dead_letter WHERE webhook_id = webhook.id) < ?), claim = '', claim_until = 0
			WHERE id = ? AND claim = ?`, w.Told.Epoch, w.Told.Revision, w.Pending, w.Tries, stations.MillisOf(w.NextTry), stations.MillisOf(w.LastAt), w.Result,
			w.Active, dead == nil, stations.MaxDeadLetters, w.ID, token)
		return wantOneOf(result, err, stations.LostClaim())
	})
}

// DeadLetters implements stations.Webhooks.
func (db *DB) DeadLetters(ctx context.Context, webhook string) ([]stations.DeadLetter, error) {
	rows, err := db.reader.QueryContext(ctx, `SELECT id, webhook_id, epoch, since, until, at, tries, result FROM dead_letter
		WHERE webhook_id = ? ORDER BY id`, webhook)
	if err != nil {
		return nil, db.fail(ctx, "read dead letters", err)
	}
	list, err := collect(rows, func(rows *sql.Rows) (d stations.DeadLetter, err error) {
		var at int64
		err = rows.Scan(&d.ID, &d.Webhook, &d.Since.Epoch, &d.Since.Revision, &d.Until, &at, &d.Tries, &d.Result)
		d.At = stations.TimeOf(at)
		return d, err
	})
	return list, db.fail(ctx, "read dead letters", err)
}

// DeleteDeadLetter implements stations.Webhooks.
func (db *DB) DeleteDeadLetter(ctx context.Context, webhook string, id int64) error {
	return db.write(ctx, "remove a dead letter", func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, `DELETE FROM dead_letter WHERE webhook_id = ? AND id = ?`, webhook, id)
		return wantOneOf(result, err, stations.NoDeadLetter())
	})
}
