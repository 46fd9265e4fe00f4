const { origin, key } = require('../../config.js');

const STATES = { open: '到时还开着', closing_soon: '到后不久关门', closed: '到时已关门', unknown: '开放时间不明' };

// 附近的驿站：<map> 和列表。小程序的定位、<map> 和 openLocation 都是 GCJ-02，
// 所以提问和回答都用 datum=gcj02，不用换算。
// Stations near the user, as markers and as a list. Mini-programs are in
// GCJ-02 throughout; so are the question and its answer.
Page({
  data: { longitude: 0, latitude: 0, markers: [], stations: [], problem: '' },

  onLoad() {
    this.locate();
  },

  locate() {
    wx.getLocation({
      type: 'gcj02',
      success: ({ longitude, latitude }) => this.find(longitude, latitude),
      fail: () => this.setData({ problem: '没有得到位置，请允许定位后再试' }),
    });
  },

  find(longitude, latitude) {
    this.setData({ longitude, latitude, problem: '' });
    wx.request({
      url: `${origin}/v1/nearby`,
      method: 'POST', // 位置不进地址，也就不进日志 so that the position stands in no address
      header: { 'Content-Type': 'application/json', ...(key && { Authorization: `Bearer ${key}` }) },
      data: { lon: longitude, lat: latitude, datum: 'gcj02', mode: 'ride', by: 'time', open: 'arrival', limit: 20 },
      success: ({ statusCode, data }) => (statusCode === 200 ? this.show(data.stations) : this.refuse(data)),
      fail: () => this.setData({ problem: '连不上服务器，检查网络后重试' }),
    });
  },

  show(stations) {
    this.setData({
      problem: stations.length === 0 ? '附近没有到时还开着的驿站' : '',
      stations: stations.map((s) => ({
        id: s.id,
        name: s.name,
        line: `${Math.ceil(s.duration_s / 60)} 分钟 · ${STATES[s.open]}`,
        address: s.address || '',
        longitude: s.lon,
        latitude: s.lat,
      })),
      markers: stations.map((s, i) => ({ id: i, longitude: s.lon, latitude: s.lat, width: 28, height: 28, title: s.name })),
    });
  },

  // 按 type 判断，不按文字 programs go by the type
  refuse(problem) {
    const busy = problem && problem.type === '/problems/too_many';
    this.setData({ problem: busy ? '查得太勤，请稍后再试' : '现在查不了，请稍后再试' });
  },

  pickMarker({ detail }) {
    this.open(this.data.stations[detail.markerId]);
  },

  pickLine({ currentTarget }) {
    this.open(this.data.stations[currentTarget.dataset.index]);
  },

  open({ longitude, latitude, name, address }) {
    wx.openLocation({ longitude, latitude, name, address });
  },

  openWeb() {
    const { longitude, latitude } = this.data;
    wx.navigateTo({ url: `/pages/web/web?lon=${longitude}&lat=${latitude}` });
  },
});
