"""Pages for those outside (公众服务): phone first, without script, by links and forms."""
