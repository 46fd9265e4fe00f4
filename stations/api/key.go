package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"yizhan/stations"
	"yizhan/stations/access"
)

// getKeys lists every key, revoked ones too. Secrets are kept nowhere.
func (s *Server) getKeys(c echo.Context) error {
	if err := noQuery(c); err != nil {
		return err
	}
	keys, err := s.Store.Keys(c.Request().Context())
	if err != nil {
		return err
	}
	return private(c, http.StatusOK, map[string]any{"keys": append([]stations.Key{}, keys...)})
}

// noQuery refuses every parameter.
func noQuery(c echo.Context) error {
	p, err := query(c)
	if err != nil {
		return err
	}
	return p.err()
}

// private answers with what nobody else may keep.
func private(c echo.Context, status int, answer any) error {
	text, err := json.Marshal(answer)
	if err != nil {
		return fmt.Errorf("write an answer: %w", err)
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	return c.Blob(status, mediaJSON, text)
}

// terms are what of a key may change; nil for what is not named.
type terms struct {
	Name      *string  `json:"name"`
	Origins   []string `json:"origins"`
	PerMinute *int     `json:"per_minute"`
	PerDay    *int     `json:"per_day"`
}

// on gives a key the terms that are named; an empty list of origins is one.
func (t terms) on(key *stations.Key) {
	if t.Name != nil {
		key.Name = *t.Name
	}
	if t.Origins != nil {
		key.Origins = t.Origins
	}
	if t.PerMinute != nil {
		key.PerMinute = *t.PerMinute
	}
	if t.PerDay != nil {
		key.PerDay = *t.PerDay
	}
}

// postKey makes a key. The answer is the only place where its secret stands.
func (s *Server) postKey(c echo.Context) error {
	var asked struct {
		Role   stations.Role `json:"role"`
		Adcode string        `json:"adcode"`
		terms
	}
	if err := strictBody(c, &asked); err != nil {
		return err
	}
	secret, key := access.Mint("", asked.Role, asked.Adcode, time.Now())
	asked.on(&key)
	if err := s.Store.CreateKey(c.Request().Context(), key); err != nil {
		return err
	}
	s.keys.Forget()
	c.Set(auditedKey, key.ID)
	c.Response().Header().Set("Location", "/v1/keys/"+key.ID)
	return private(c, http.StatusCreated, struct {
		stations.Key
		Secret string `json:"secret"`
	}{key, secret})
}

// patchKey changes the terms of a key that are named, and answers with the
// key.
func (s *Server) patchKey(c echo.Context) error {
	var asked terms
	if err := strictBody(c, &asked); err != nil {
		return err
	}
	key, err := s.Store.ChangeKey(c.Request().Context(), c.Param("key"), asked.on)
	if err != nil {
		return err
	}
	s.keys.Forget()
	c.Set(auditedKey, key.ID)
	return private(c, http.StatusOK, key)
}

// deleteKey revokes a key. It stays listed.
func (s *Server) deleteKey(c echo.Context) error {
	if err := noQuery(c); err != nil {
		return err
	}
	if err := s.Store.RevokeKey(c.Request().Context(), c.Param("key"), time.Now()); err != nil {
		return err
	}
	s.keys.Forget()
	c.Set(auditedKey, c.Param("key"))
	return c.NoContent(http.StatusNoContent)
}

// getAudit lists the audit log, the latest first.
func (s *Server) getAudit(c echo.Context) error {
	p, err := query(c)
	if err != nil {
		return err
	}
	before, limit := int64(p.revision("cursor")), p.limit(1000, 100)
	if err := p.err(); err != nil {
		return err
	}
	lines, err := s.Store.Audited(c.Request().Context(), before, limit)
	if err != nil {
		return err
	}
	var next *int64
	if len(lines) == limit && lines[limit-1].ID > 1 {
		next = &lines[limit-1].ID
	}
	return private(c, http.StatusOK, map[string]any{"lines": append([]stations.Audited{}, lines...), "next": next})
}

// purgeContacts takes the personal contacts out of every record of a station,
// past and present.
func (s *Server) purgeContacts(c echo.Context) error {
	if err := noQuery(c); err != nil {
		return err
	}
	id, err := stations.ParseID(c.Param("id"))
	if err != nil {
		return stations.Errorf(stations.NotFound, "没有这个站点 there is no such station")
	}
	purged, err := s.Store.PurgeContacts(c.Request().Context(), id)
	if err != nil {
		return err
	}
	return private(c, http.StatusOK, map[string]any{"id": id, "records": purged})
}
