using BootstrapVz.Base.Hosts;
using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Common.Ssh;

/// <summary>Has sshd(8) check the image's configuration of it.</summary>
public static class ServerCheck
{
    // sshd insists on a host key and its own directory, neither of which an image has.
    private const string Script =
        "key=$(mktemp -u) && ssh-keygen -q -t ed25519 -N '' -f \"$key\" && mkdir -p /run/sshd && sshd -t -h \"$key\"; code=$?; rm -f \"$key\" \"$key.pub\"; exit $code";

    /// <summary>Ends when sshd takes it.</summary>
    /// <exception cref="Base.Errors.CommandFailedException">It does not; its message says why.</exception>
    public static Task RunAsync(BuildContext build, CancellationToken ct) => build.Chroot.RunAsync(new Command("sh", "-c", Script), ct);
}
