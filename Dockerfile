# The app (`segue bot`), from the committed bundle: nothing is installed. docs/app.md says how it is run.
FROM node:24-slim

WORKDIR /app
COPY LICENSE package.json ./
COPY dist/bot dist/bot

ENV NODE_ENV=production PORT=3000
# `node` of the image, by number, so that Kubernetes can see that it is not root.
USER 1000:1000
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/bot/index.js"]
