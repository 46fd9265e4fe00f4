package memo_test

import (
	"context"
	"fmt"

	"yizhan/stations/memo"
)

func Example() {
	cities := memo.NewFlights[int](8, 2)
	made := 0
	for range 3 {
		n, err := cities.Do(context.Background(), "nanjing", func(context.Context) (int, error) {
			made++
			return 42, nil
		})
		if err != nil {
			fmt.Println(err)
		}
		fmt.Println(n, made)
	}
	// Output:
	// 42 1
	// 42 1
	// 42 1
}
