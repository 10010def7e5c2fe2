# What a machine is for, and who it is.
include stdlib

file { '/srv/www':
  ensure => directory,
  mode   => '0750',
}

file { '/srv/www/index.html':
  content => "${facts['networking']['hostname']}\n",
}

user { 'deploy':
  ensure     => present,
  uid        => 1500,
  managehome => true,
}
