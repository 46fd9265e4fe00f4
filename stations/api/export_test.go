package api

import "github.com/labstack/echo/v4"

// Handle adds a route for a test.
func (s *Server) Handle(method, path string, h echo.HandlerFunc) { s.echo.Add(method, path, h) }

// TakeJourneys takes seats for routes and circles until the asker of that name
// gets no more, and returns what gives them back.
func (s *Server) TakeJourneys(name string) (leave func()) {
	var taken []func()
	for {
		end, ok := s.journeys.Take(name)
		if !ok {
			return func() {
				for _, end := range taken {
					end()
				}
			}
		}
		taken = append(taken, end)
	}
}
