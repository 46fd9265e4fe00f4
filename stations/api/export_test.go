package api

import "github.com/labstack/echo/v4"

// Handle adds a route for a test.
func (s *Server) Handle(method, path string, h echo.HandlerFunc) { s.echo.Add(method, path, h) }
