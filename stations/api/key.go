package api

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"yizhan/stations"
	"yizhan/stations/access"
	"yizhan/stations/api/model"
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
	return private(c, http.StatusOK, model.Keys{Keys: views(keys, keyView)})
}

// keyView shows a key without its secret.
func keyView(k stations.Key) model.Key {
	return model.Key{
		ID: k.ID, Name: k.Name, Role: string(k.Role), Adcode: k.Adcode, CreatedAt: k.CreatedAt, RevokedAt: k.RevokedAt, LastUsed: k.LastUsed,
		Origins: k.Origins, PerMinute: k.PerMinute, PerDay: k.PerDay,
	}
}

// noQuery refuses every parameter.
func noQuery(c echo.Context) error {
	p, err := query(c)
	if err != nil {
		return err
	}
	return p.err()
}

// grantTerms gives a key the terms that are named; an empty list of origins is
// one.
func grantTerms(t model.KeyTerms, key *stations.Key) {
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
	var asked model.KeyWish
	if err := strictBody(c, &asked); err != nil {
		return err
	}
	secret, key := access.Mint(asked.Name, stations.Role(asked.Role), asked.Adcode, time.Now())
	key.Origins, key.PerMinute, key.PerDay = asked.Origins, asked.PerMinute, asked.PerDay
	if err := s.Store.CreateKey(c.Request().Context(), key); err != nil {
		return err
	}
	s.keys.Forget()
	c.Set(auditedKey, key.ID)
	c.Response().Header().Set("Location", "/v1/keys/"+key.ID)
	made := keyView(key)
	made.Secret = secret
	return private(c, http.StatusCreated, made)
}

// patchKey changes the terms of a key that are named, and answers with the
// key.
func (s *Server) patchKey(c echo.Context) error {
	var asked model.KeyTerms
	if err := strictBody(c, &asked); err != nil {
		return err
	}
	key, err := s.Store.ChangeKey(c.Request().Context(), c.Param("key"), func(key *stations.Key) { grantTerms(asked, key) })
	if err != nil {
		return err
	}
	s.keys.Forget()
	c.Set(auditedKey, key.ID)
	return private(c, http.StatusOK, keyView(key))
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
	page := model.Audit{Lines: views(lines, auditLine)}
	if len(lines) == limit && lines[limit-1].ID > 1 {
		page.Next = &lines[limit-1].ID
	}
	return private(c, http.StatusOK, page)
}

func auditLine(a stations.Audited) model.AuditLine {
	return model.AuditLine{ID: a.ID, At: a.At, By: a.By, Action: a.Action, Station: string(a.Station), Key: a.Key, Result: a.Result}
}

// purgeContacts takes the personal contacts, and mobile numbers in public words,
// out of every record of a station, past and present.
func (s *Server) purgeContacts(c echo.Context) error {
	if err := noQuery(c); err != nil {
		return err
	}
	id, err := stations.ParseID(c.Param("id"))
	if err != nil {
		return noStation()
	}
	purged, err := stations.Purge(c.Request().Context(), s.Store, id, asking(c).by())
	if err != nil {
		return err
	}
	return private(c, http.StatusOK, model.Purged{ID: string(id), Records: purged})
}
