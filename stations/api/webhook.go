package api

import (
	"crypto/rand"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"yizhan/geo/datum"
	"yizhan/stations"
	"yizhan/stations/api/model"
	"yizhan/stations/webhook"
)

// PublicRecord writes the public record of a station in WGS-84, as /v1/changes
// tells it.
func PublicRecord(s *stations.Station) ([]byte, error) {
	var w writer
	v := view{datum: datum.WGS84, full: true}
	w.open('{')
	v.station(&w, s)
	v.position(&w, s)
	w.close('}')
	return w.buf, nil
}

// webhookRoutes is the part of the table that is about webhooks.
func (s *Server) webhookRoutes() []route {
	return []route{
		{http.MethodGet, "/v1/webhooks", Admin, quick, s.getWebhooks},
		{http.MethodPost, "/v1/webhooks", Admin, quick, s.postWebhook},
		{http.MethodGet, "/v1/webhooks/:webhook", Admin, quick, s.getWebhook},
		{http.MethodPatch, "/v1/webhooks/:webhook", Admin, quick, s.patchWebhook},
		{http.MethodDelete, "/v1/webhooks/:webhook", Admin, quick, s.deleteWebhook},
		{http.MethodPost, "/v1/webhooks/:webhook/secret", Admin, quick, s.postWebhookSecret},
		{http.MethodDelete, "/v1/webhooks/:webhook/old-secret", Admin, quick, s.deleteOldWebhookSecret},
		{http.MethodGet, "/v1/webhooks/:webhook/dead-letters", Admin, quick, s.getDeadLetters},
		{http.MethodPost, "/v1/webhooks/:webhook/dead-letters/:letter", Admin, slow, s.postDeadLetter},
		{http.MethodDelete, "/v1/webhooks/:webhook/dead-letters/:letter", Admin, quick, s.deleteDeadLetter},
	}
}

// wished gives a webhook what its owner names; an empty list is a name.
func wished(a model.WebhookWish, w *stations.Webhook) {
	if a.URL != nil {
		w.URL = *a.URL
	}
	if a.Kinds != nil {
		w.Kinds = codes[stations.Kind](a.Kinds)
	}
	if a.Adcode != nil {
		w.Adcode = *a.Adcode
	}
	if a.Events != nil {
		w.Events = codes[stations.Event](a.Events)
	}
	if a.Active != nil {
		w.Active = *a.Active
	}
}

// webhookView shows a webhook without its secret.
func webhookView(w stations.Webhook) model.Webhook {
	return model.Webhook{
		ID: w.ID, URL: w.URL, Kinds: codes[string](w.Kinds), Adcode: w.Adcode, Events: codes[string](w.Events), Active: w.Active, CreatedAt: w.CreatedAt, OldSecretUntil: w.OldUntil,
		Standing: model.WebhookStanding{Revision: int64(w.Told.Revision), Tries: w.Tries, NextTry: w.NextTry, LastAt: w.LastAt, Result: w.Result},
	}
}

// grant puts what is wished into w, if it may be so. An address that is not
// named is not looked at: one that may not be called any more must not keep
// its webhook from being stopped.
func (s *Server) grant(asked model.WebhookWish, w *stations.Webhook) error {
	wished(asked, w)
	if err := w.Check(); err != nil || asked.URL == nil {
		return err
	}
	return webhook.Allowed(w.URL, s.Courier.Private)
}

// getWebhooks lists all webhooks. Their secrets are not told again.
func (s *Server) getWebhooks(c echo.Context) error {
	if err := noQuery(c); err != nil {
		return err
	}
	list, err := s.Store.Webhooks(c.Request().Context())
	if err != nil {
		return err
	}
	return private(c, http.StatusOK, model.Webhooks{Webhooks: views(list, webhookView)})
}

// postWebhook makes a webhook. The answer is the only place where its secret
// stands.
func (s *Server) postWebhook(c echo.Context) error {
	var asked model.WebhookWish
	if err := strictBody(c, &asked); err != nil {
		return err
	}
	w := stations.Webhook{
		ID: "wh_" + strings.ToLower(rand.Text()), Secret: webhook.NewSecret(), Active: true, CreatedAt: stations.Stamp(time.Now()),
		Kinds: []stations.Kind{}, Events: []stations.Event{},
	}
	if err := s.grant(asked, &w); err != nil {
		return err
	}
	if err := s.Store.CreateWebhook(c.Request().Context(), w); err != nil {
		return err
	}
	c.Set(auditedKey, w.ID)
	c.Response().Header().Set("Location", "/v1/webhooks/"+w.ID)
	made := webhookView(w)
	made.Secret = webhook.SecretText(w.Secret)
	return private(c, http.StatusCreated, made)
}

// getWebhook tells how a webhook stands.
func (s *Server) getWebhook(c echo.Context) error {
	if err := noQuery(c); err != nil {
		return err
	}
	w, err := s.Store.Webhook(c.Request().Context(), c.Param("webhook"))
	if err != nil {
		return err
	}
	return private(c, http.StatusOK, webhookView(w))
}

// patchWebhook changes what is named, and answers with the webhook.
func (s *Server) patchWebhook(c echo.Context) error {
	var asked model.WebhookWish
	if err := strictBody(c, &asked); err != nil {
		return err
	}
	w, err := s.Store.EditWebhook(c.Request().Context(), c.Param("webhook"), func(w *stations.Webhook) error { return s.grant(asked, w) })
	if err != nil {
		return err
	}
	c.Set(auditedKey, w.ID)
	return private(c, http.StatusOK, webhookView(w))
}

// deleteWebhook removes a webhook with its dead letters.
func (s *Server) deleteWebhook(c echo.Context) error {
	if err := noQuery(c); err != nil {
		return err
	}
	c.Set(auditedKey, c.Param("webhook"))
	if err := s.Store.DeleteWebhook(c.Request().Context(), c.Param("webhook")); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// getDeadLetters lists the deliveries of a webhook that were given up.
func (s *Server) getDeadLetters(c echo.Context) error {
	if err := noQuery(c); err != nil {
		return err
	}
	ctx := c.Request().Context()
	if _, err := s.Store.Webhook(ctx, c.Param("webhook")); err != nil {
		return err
	}
	list, err := s.Store.DeadLetters(ctx, c.Param("webhook"))
	if err != nil {
		return err
	}
	return private(c, http.StatusOK, model.DeadLetters{DeadLetters: views(list, deadLetter)})
}

func deadLetter(d stations.DeadLetter) model.DeadLetter {
	return model.DeadLetter{ID: d.ID, Webhook: d.Webhook, Since: int64(d.Since.Revision), Until: int64(d.Until), At: d.At, Tries: d.Tries, Result: d.Result}
}

// letter reads which dead letter a request is about.
func letter(c echo.Context) (int64, error) {
	if err := noQuery(c); err != nil {
		return 0, err
	}
	c.Set(auditedKey, c.Param("webhook"))
	id, err := strconv.ParseInt(c.Param("letter"), 10, 64)
	if err != nil {
		return 0, stations.NoDeadLetter()
	}
	return id, nil
}

// postDeadLetter sends a dead letter once more, now.
func (s *Server) postDeadLetter(c echo.Context) error {
	id, err := letter(c)
	if err != nil {
		return err
	}
	delivered, result, err := s.Courier.Redeliver(c.Request().Context(), c.Param("webhook"), id)
	if err != nil {
		return err
	}
	return private(c, http.StatusOK, model.Redelivery{Delivered: delivered, Result: result})
}

// deleteDeadLetter gives a delivery up for ever.
func (s *Server) deleteDeadLetter(c echo.Context) error {
	id, err := letter(c)
	if err != nil {
		return err
	}
	if err := s.Store.DeleteDeadLetter(c.Request().Context(), c.Param("webhook"), id); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}
