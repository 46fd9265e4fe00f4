package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"yizhan/stations"
)

// me is who asks, as the server sees it.
type me struct {
	Role   stations.Role `json:"role"`
	Open   bool          `json:"open"` // nobody needs a key here
	Key    string        `json:"key,omitempty"`
	Name   string        `json:"name,omitempty"`
	Adcode string        `json:"adcode,omitempty"` // the division that the key is bound to
}

// getMe tells an asker what its key is good for. It never tells the secret.
func (s *Server) getMe(c echo.Context) error {
	if err := noQuery(c); err != nil {
		return err
	}
	a := asking(c)
	return private(c, http.StatusOK, me{Role: a.role, Open: a.open, Key: a.key.ID, Name: a.key.Name, Adcode: a.key.Adcode})
}
