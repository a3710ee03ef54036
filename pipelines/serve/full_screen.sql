SET temp_directory = '';
SET memory_limit = '1GB';
SET threads = 2;
SET autoinstall_known_extensions = false;
SET autoload_known_extensions = false;
SET enable_external_access = false;
SET lock_configuration = true;
