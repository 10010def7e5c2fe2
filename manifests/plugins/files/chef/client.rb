chef_server_url "https://chef.example/organizations/example"
log_location STDOUT
