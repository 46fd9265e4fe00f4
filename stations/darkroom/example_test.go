package darkroom_test

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/png"

	"yizhan/stations/darkroom"
)

func Example() {
	var file bytes.Buffer
	if err := png.Encode(&file, image.NewGray(image.Rect(0, 0, 3200, 1800))); err != nil {
		fmt.Println(err)
		return
	}
	room := darkroom.NewRoom()
	p, err := room.Develop(context.Background(), file.Bytes())
	fmt.Println(p.Width, p.Height, err)
	_, err = room.Develop(context.Background(), []byte("<svg/>"))
	fmt.Println(err)
	// Output:
	// 1600 900 <nil>
	// invalid input; file: 不是照片 is none of JPEG, PNG and WebP
}
