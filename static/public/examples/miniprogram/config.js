// 你的驿站服务器，须是 HTTPS，并登记为 request 合法域名和业务域名。
// Your server: HTTPS, and listed among the domains of the mini-program, for
// request and for web-view.
module.exports = {
  origin: 'https://stations.example.org',
  key: '', // 读者密钥，可空：匿名按地址限速。A reader's key, or none.
};
