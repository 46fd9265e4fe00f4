package postgis

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"yizhan/stations"
)

// CreateWebhook implements stations.Webhooks.
func (db *DB) CreateWebhook(ctx context.Context, w stations.Webhook) error {
	if err := w.Check(); err != nil {
		return err
	}
	return db.write(ctx, "keep a webhook", func(tx pgx.Tx) error {
		var count int
		if err := tx.QueryRow(ctx, `SELECT count(*) FROM webhook`).Scan(&count); err != nil {
			return err
		}
		if count >= stations.MaxWebhooks {
			return stations.ManyWebhooks()
		}
		_, err := tx.Exec(ctx, `INSERT INTO webhook (id, url, secret, kinds, adcode, events, active, created_at, epoch, revision)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, (SELECT epoch FROM meta), (SELECT revision FROM meta))`,
			w.ID, w.URL, w.Secret, stations.JoinWords(w.Kinds), w.Adcode, stations.JoinWords(w.Events), w.Active, w.CreatedAt.UnixMilli())
		return err
	})
}

// Webhooks implements stations.Webhooks.
func (db *DB) Webhooks(ctx context.Context) ([]stations.Webhook, error) {
	rows, err := db.pool.Query(ctx, `SELECT `+stations.WebhookColumns+` FROM webhook ORDER BY id`)
	if err != nil {
		return nil, db.fail(ctx, "read webhooks", err)
	}
	list, err := pgx.CollectRows(rows, func(rows pgx.CollectableRow) (stations.Webhook, error) { return stations.ScanWebhook(rows) })
	return list, db.fail(ctx, "read webhooks", err)
}

// Webhook implements stations.Webhooks.
func (db *DB) Webhook(ctx context.Context, id string) (stations.Webhook, error) {
	w, err := readWebhook(ctx, db.pool, id)
	return w, db.fail(ctx, "read a webhook", err)
}

func readWebhook(ctx context.Context, q rower, id string) (stations.Webhook, error) {
	if !stations.Storable(id) {
		return stations.Webhook{}, stations.NoWebhook()
	}
	w, err := stations.ScanWebhook(q.QueryRow(ctx, `SELECT `+stations.WebhookColumns+` FROM webhook WHERE id = $1`, id))
	if errors.Is(err, pgx.ErrNoRows) {
		err = stations.NoWebhook()
	}
	return w, err
}

// EditWebhook implements stations.Webhooks.
func (db *DB) EditWebhook(ctx context.Context, id string, change func(*stations.Webhook) error) (w stations.Webhook, err error) {
	err = db.write(ctx, "change a webhook", func(tx pgx.Tx) error {
		if w, err = readWebhook(ctx, tx, id); err != nil {
			return err
		}
		if err := w.Alter(change); err != nil {
			return err
		}
		w, err = stations.ScanWebhook(tx.QueryRow(ctx, `UPDATE webhook SET url = $1, kinds = $2, adcode = $3, events = $4, active = $5,
				secret = $6, old_secret = coalesce($7, ''::bytea), old_until = $8, tries = 0, next_try = 0, claim = '', claim_until = 0
			WHERE id = $9 RETURNING `+stations.WebhookColumns, w.URL, stations.JoinWords(w.Kinds), w.Adcode, stations.JoinWords(w.Events), w.Active,
			w.Secret, w.OldSecret, stations.MillisOf(w.OldUntil), id))
		return err
	})
	return w, err
}

// wantOneOf gives the error none when no row was found.
func wantOneOf(result pgconn.CommandTag, err error, none error) error {
	if err == nil && result.RowsAffected() == 0 {
		err = none
	}
	return err
}

// DeleteWebhook implements stations.Webhooks.
func (db *DB) DeleteWebhook(ctx context.Context, id string) error {
	if !stations.Storable(id) {
		return stations.NoWebhook()
	}
	return db.write(ctx, "remove a webhook", func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `DELETE FROM dead_letter WHERE webhook_id = $1`, id); err != nil {
			return err
		}
		result, err := tx.Exec(ctx, `DELETE FROM webhook WHERE id = $1`, id)
		return wantOneOf(result, err, stations.NoWebhook())
	})
}

// dueWebhook finds the webhook whose turn it is at $1.
const dueWebhook = `SELECT w.id FROM webhook AS w CROSS JOIN meta AS m
	WHERE w.active AND w.next_try <= $1 AND w.claim_until <= $1 AND (w.epoch <> m.epoch OR w.revision <> m.revision)
	ORDER BY w.last_at, w.id LIMIT 1`

// ClaimWebhook implements stations.Webhooks. It takes the write lock only when
// there is one to be had.
func (db *DB) ClaimWebhook(ctx context.Context, c stations.WebhookClaim) (w stations.Webhook, err error) {
	now := c.Now.UnixMilli()
	err = db.pool.QueryRow(ctx, dueWebhook, now).Scan(&w.ID)
	if err == nil {
		err = db.write(ctx, "claim a webhook", func(tx pgx.Tx) error {
			w, err = stations.ScanWebhook(tx.QueryRow(ctx, `UPDATE webhook SET claim = $2, claim_until = $3, pending = CASE
					WHEN epoch <> (SELECT epoch FROM meta) OR revision > (SELECT revision FROM meta) THEN 0
					WHEN pending > revision THEN pending
					ELSE least((SELECT revision FROM meta), revision + $4) END
				WHERE id = (`+dueWebhook+`) RETURNING `+stations.WebhookColumns, now, c.Token, c.Until.UnixMilli(), stations.MaxDelivery))
			return err
		})
	}
	if errors.Is(err, pgx.ErrNoRows) {
		return w, stations.NoWebhook()
	}
	return w, db.fail(ctx, "look for a webhook", err)
}

// SettleWebhook implements stations.Webhooks.
func (db *DB) SettleWebhook(ctx context.Context, token string, w stations.Webhook, dead *stations.DeadLetter) error {
	return db.write(ctx, "settle a webhook", func(tx pgx.Tx) error {
		if dead != nil {
			_, err := tx.Exec(ctx, `INSERT INTO dead_letter (webhook_id, epoch, since, until, at, tries, result) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
				w.ID, dead.Since.Epoch, dead.Since.Revision, dead.Until, dead.At.UnixMilli(), dead.Tries, dead.Result)
			if err != nil {
				return err
			}
		}
		result, err := tx.Exec(ctx, `UPDATE webhook SET epoch = $1, revision = $2, pending = $3, tries = $4, next_try = $5, last_at = $6, result = $7,
				active = active AND $8 AND ($9 OR (SELECT count(*) FROM dead_letter WHERE webhook_id = webhook.id) < $10), claim = '', claim_until = 0
			WHERE id = $11 AND claim = $12`, w.Told.Epoch, w.Told.Revision, w.Pending, w.Tries, stations.MillisOf(w.NextTry), stations.MillisOf(w.LastAt), w.Result,
			w.Active, dead == nil, stations.MaxDeadLetters, w.ID, token)
		return wantOneOf(result, err, stations.LostClaim())
	})
}

// DeadLetters implements stations.Webhooks.
func (db *DB) DeadLetters(ctx context.Context, webhook string) ([]stations.DeadLetter, error) {
	if !stations.Storable(webhook) {
		return nil, nil
	}
	rows, err := db.pool.Query(ctx, `SELECT id, webhook_id, epoch, since, until, at, tries, result FROM dead_letter
		WHERE webhook_id = $1 ORDER BY id`, webhook)
	if err != nil {
		return nil, db.fail(ctx, "read dead letters", err)
	}
	list, err := pgx.CollectRows(rows, func(rows pgx.CollectableRow) (d stations.DeadLetter, err error) {
		var at int64
		err = rows.Scan(&d.ID, &d.Webhook, &d.Since.Epoch, &d.Since.Revision, &d.Until, &at, &d.Tries, &d.Result)
		d.At = stations.TimeOf(at)
		return d, err
	})
	return list, db.fail(ctx, "read dead letters", err)
}

// DeleteDeadLetter implements stations.Webhooks.
func (db *DB) DeleteDeadLetter(ctx context.Context, webhook string, id int64) error {
	if !stations.Storable(webhook) {
		return stations.NoDeadLetter()
	}
	return db.write(ctx, "remove a dead letter", func(tx pgx.Tx) error {
		result, err := tx.Exec(ctx, `DELETE FROM dead_letter WHERE webhook_id = $1 AND id = $2`, webhook, id)
		return wantOneOf(result, err, stations.NoDeadLetter())
	})
}
