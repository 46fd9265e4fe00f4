const { origin } = require('../../config.js');

// 网页版：服务器自己的页面放进 <web-view>，没有要写的界面。
// The server's own page in a web-view: no user interface to write.
Page({
  data: { address: '' },

  onLoad({ lon, lat }) {
    this.setData({ address: `${origin}/embed?lon=${lon}&lat=${lat}&datum=gcj02&mode=ride` });
  },
});
