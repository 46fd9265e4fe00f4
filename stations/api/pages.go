package api

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"

	"github.com/labstack/echo/v4"

	"yizhan/stations"
)

// pages are the routes of the built pages: / and those named below, the files
// beside them, and /assets, whose names carry a hash of their content.
func (s *Server) pages() []route {
	routes := []route{
		{http.MethodGet, "/", Anonymous, quick, s.file("index.html", "no-cache")},
		{http.MethodGet, "/plan", Anonymous, quick, s.file("plan.html", "no-cache")},
		{http.MethodGet, "/admin", Anonymous, quick, s.file("admin.html", "no-cache")},
		{http.MethodGet, "/drive", Anonymous, quick, s.file("drive.html", "no-cache")},
		{http.MethodGet, "/embed", Anonymous, quick, s.framed},
		{http.MethodGet, "/embed/example", Anonymous, quick, s.file("embed-example.html", "no-cache")},
		{http.MethodGet, "/embed.js", Anonymous, quick, s.embedScript},
		{http.MethodGet, "/assets/*", Anonymous, quick, s.asset},
		{http.MethodGet, "/docs", Anonymous, quick, s.documents},
		{http.MethodGet, "/docs/*", Anonymous, quick, s.documents},
		{http.MethodGet, "/problems", Anonymous, quick, s.getProblems},
		{http.MethodGet, "/problems/:code", Anonymous, quick, s.getProblem},
		{http.MethodGet, "/examples/*", Anonymous, quick, s.folder("examples")},
		{http.MethodGet, "/client/*", Anonymous, quick, s.library},
	}
	if s.Pages == nil {
		return routes
	}
	entries, err := fs.ReadDir(s.Pages, ".")
	if err != nil {
		return routes
	}
	for _, e := range entries {
		if name := e.Name(); !e.IsDir() && !strings.HasPrefix(name, ".") && path.Ext(name) != ".html" && name != "embed.js" {
			cache := "max-age=3600"
			if path.Ext(name) == ".js" {
				cache = "no-cache" // the service worker: an old one would keep old pages
			}
			routes = append(routes, route{http.MethodGet, "/" + name, Anonymous, quick, s.file(name, cache)})
		}
	}
	return routes
}

func (s *Server) asset(c echo.Context) error {
	name := path.Join("assets", path.Clean("/"+c.Param("*")))
	return s.file(name, "public, max-age=31536000, immutable")(c)
}

// file sends one file of the pages. The parameters of its address are the
// page's own.
func (s *Server) file(name, cache string) echo.HandlerFunc {
	return func(c echo.Context) error {
		if s.Pages == nil {
			return stations.Errorf(stations.NotFound, "this binary was built without its pages")
		}
		data, err := fs.ReadFile(s.Pages, name)
		if err != nil {
			return stations.Errorf(stations.NotFound, "there is no such page")
		}
		if fresh(c, contentTag(data), cache) {
			return c.NoContent(http.StatusNotModified)
		}
		return send(c, fileMedia(name, data), data)
	}
}

// fileMedia returns the media type of a file by its name, else by its content.
func fileMedia(name string, data []byte) string {
	ext := path.Ext(name)
	switch ext {
	case ".webmanifest":
		return "application/manifest+json" // few systems list it
	case ".ts":
		return "text/plain; charset=utf-8" // systems list it as a film, or as Qt's
	}
	if media := mime.TypeByExtension(ext); media != "" {
		return media
	}
	return http.DetectContentType(data)
}

// contentTag is a tag that changes with the content.
func contentTag(data []byte) string {
	sum := sha256.Sum256(data)
	return `W/"` + hex.EncodeToString(sum[:8]) + `"`
}
