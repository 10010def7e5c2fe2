using BootstrapVz.Cli;
using BootstrapVz.Cli.Building;

// The builder speaks a protocol on standard output; it has no options, no console and no help.
return args is ["builder"]
    ? await BuilderEntry.RunAsync()
    : await App.RunAsync(args, Terminal.Real());
