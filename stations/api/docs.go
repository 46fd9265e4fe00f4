package api

import (
	"path"
	"strings"

	"github.com/labstack/echo/v4"
)

// documents answers /docs, the page on which the routes can be tried out. Its
// code is others', so it gets a policy of its own: it may load from and ask
// this server and nobody else, and no page may frame it. The one style that
// may be inline is that of the page which tells that a file is not there.
func (s *Server) documents(c echo.Context) error {
	c.Response().Header().Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self' "+styleDigest()+"; img-src 'self' data: blob:; "+
		"connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	return s.folder("docs")(c)
}

// library answers /client, code that other people's pages may import.
func (s *Server) library(c echo.Context) error {
	h := c.Response().Header()
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	h.Set("Access-Control-Allow-Origin", "*")
	return s.folder("client")(c)
}

// folder sends the files of a folder of the pages, its index for the folder
// itself.
func (s *Server) folder(name string) echo.HandlerFunc {
	return func(c echo.Context) error {
		inner := c.Param("*")
		if inner == "" || strings.HasSuffix(inner, "/") {
			inner += "index.html"
		}
		return s.file(path.Join(name, path.Clean("/"+inner)), "no-cache")(c)
	}
}
