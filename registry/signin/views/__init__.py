"""The pages under account/. Each POST says what became of it by its status: 302, 422, 429."""
