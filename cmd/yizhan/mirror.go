package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"

	"yizhan/stations/api"
	"yizhan/stations/mirror"
)

// mirrorCmd follows another yizhan.
type mirrorCmd struct {
	storeFlag
	Origin   string `arg:"" optional:"" name:"url" help:"源站地址 Address of the yizhan to follow, as in https://stations.example.org."`
	Key      string `env:"YIZHAN_MIRROR_KEY" placeholder:"KEY" help:"密钥 Key of the origin, of role reader or more (${env}; better there than on the command line)."`
	Once     bool   `help:"追平后结束 End when the mirror stands where the origin does."`
	NoAreas  bool   `help:"不镜像行政区 Leave the store's own divisions as they are."`
	NoPhotos bool   `help:"不取照片文件 Leave the files of photos with the origin."`
	Detach   bool   `help:"脱离源站 Make the mirror a store of its own, to be written; no URL."`
}

// Run follows the origin until it is told to stop. A process that is killed
// goes on where it was.
func (c mirrorCmd) Run(g *globals) error {
	origin, err := c.origin()
	if err != nil {
		return err
	}
	store, err := c.open(g.Ctx)
	if err != nil {
		return err
	}
	defer store.Close()
	if c.Detach {
		return store.Detach(g.Ctx)
	}
	m := mirror.Mirror{Origin: origin, Key: c.Key, Store: store, Log: g.Log, OwnAreas: c.NoAreas, NoPhotos: c.NoPhotos}
	if !c.Once {
		if err := m.Follow(g.Ctx); !errors.Is(err, context.Canceled) {
			return err
		}
		return nil
	}
	mark, err := m.CatchUp(g.Ctx)
	if err == nil {
		fmt.Fprintf(g.Stderr, "已追平 level with the origin at revision %d\n", mark.Revision)
	}
	return err
}

// origin checks the address. A key goes to others by TLS only.
func (c mirrorCmd) origin() (*url.URL, error) {
	if c.Detach {
		if c.Origin != "" || c.Once {
			return nil, usage("--detach: 不能与 URL 或 --once 同用 goes with neither a URL nor --once")
		}
		return nil, nil //nolint:nilnil // there is no origin then
	}
	u, err := url.Parse(c.Origin)
	switch {
	case c.Origin == "":
		return nil, usage("缺少源站地址 the URL of the origin is missing")
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http":
		return nil, usage("源站地址须以 https:// 或 http:// 开头 the origin's URL begins with https:// or http://")
	case u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return nil, usage("源站地址只含主机和路径 the origin's URL has a host and a path only; the key goes into YIZHAN_MIRROR_KEY")
	case c.Key != "" && u.Scheme == "http" && !api.IsLoopback(u.Host):
		return nil, usage("密钥不能明文发送，请用 https a key is sent by https only")
	}
	return u, nil
}
