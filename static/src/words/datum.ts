/** datums are the names of the frames of coordinates, for those pages that read
 *  files of coordinates. */
export const datums = {
  zh: {
    datum: {
      label: '坐标系',
      gcj02: 'GCJ-02（高德、腾讯）',
      bd09: 'BD-09（百度）',
      wgs84: 'WGS-84（GPS、天地图）',
      who: {
        gcj02: '从高德、腾讯地图或微信里取的坐标',
        bd09: '从百度地图里取的坐标',
        wgs84: '手持 GPS 测的，或天地图（CGCS2000）上的',
      },
    },
  },
  en: {
    datum: {
      label: 'Datum',
      gcj02: 'GCJ-02 (AMap, Tencent)',
      bd09: 'BD-09 (Baidu)',
      wgs84: 'WGS-84 (GPS, Tianditu)',
      who: {
        gcj02: 'Coordinates taken from AMap, Tencent Maps or WeChat',
        bd09: 'Coordinates taken from Baidu Maps',
        wgs84: 'Measured by GPS, or from Tianditu (CGCS2000)',
      },
    },
  },
};
