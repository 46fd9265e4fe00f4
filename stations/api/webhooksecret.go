package api

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"yizhan/stations"
	"yizhan/stations/api/model"
	"yizhan/stations/webhook"
)

// postWebhookSecret gives a webhook another secret, and shows it now only. The
// one of before signs beside it for the hours that are asked for.
func (s *Server) postWebhookSecret(c echo.Context) error {
	var asked model.WebhookOverlap
	if err := strictBody(c, &asked); err != nil {
		return err
	}
	overlap := webhook.DefaultOverlap
	if asked.OverlapHours != nil {
		overlap = time.Duration(*asked.OverlapHours * float64(time.Hour))
	}
	secret := webhook.NewSecret()
	w, err := s.Store.EditWebhook(c.Request().Context(), c.Param("webhook"), func(w *stations.Webhook) error {
		return w.Rotate(secret, s.Now(), overlap)
	})
	if err != nil {
		return err
	}
	c.Set(auditedKey, w.ID)
	changed := webhookView(w)
	changed.Secret = webhook.SecretText(w.Secret)
	return private(c, http.StatusOK, changed)
}

// deleteOldWebhookSecret ends the secret of before, if there is one.
func (s *Server) deleteOldWebhookSecret(c echo.Context) error {
	if err := noQuery(c); err != nil {
		return err
	}
	w, err := s.Store.EditWebhook(c.Request().Context(), c.Param("webhook"), func(w *stations.Webhook) error {
		w.Retire()
		return nil
	})
	if err != nil {
		return err
	}
	c.Set(auditedKey, w.ID)
	return c.NoContent(http.StatusNoContent)
}
