// The contract of this server, shown by Swagger UI from this server alone: no
// validator is asked, and a key is kept nowhere but in the page.
window.SwaggerUIBundle({
  url: '/openapi.yaml',
  domNode: document.querySelector('#api'),
  validatorUrl: null,
  deepLinking: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  persistAuthorization: false,
  filter: true,
});
