"""Pages of consultations and agreements with outside parties."""
