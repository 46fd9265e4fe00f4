package api

import (
	_ "embed"
	"net/http"

	"github.com/labstack/echo/v4"
)

// The contract for programs, written by hand; a test holds it to the table
// of routes.
//
//go:embed openapi.yaml
var openAPI []byte

func (s *Server) getOpenAPI(c echo.Context) error {
	if fresh(c, contentTag(openAPI), "no-cache") {
		return c.NoContent(http.StatusNotModified)
	}
	return send(c, "application/yaml", openAPI)
}
