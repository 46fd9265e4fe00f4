package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"yizhan/stations/api/model"
)

// getMe tells an asker what its key is good for. It never tells the secret.
func (s *Server) getMe(c echo.Context) error {
	if err := noQuery(c); err != nil {
		return err
	}
	a := asking(c)
	return private(c, http.StatusOK, model.Me{Role: string(a.role), Open: a.open, Key: a.key.ID, Name: a.key.Name, Adcode: a.key.Adcode})
}
