using BootstrapVz.Base.Roots;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Boot;

namespace BootstrapVz.Providers.Kvm;

/// <summary>Makes the screen the main console, beside the serial port.</summary>
[Task(Phase.Preparation, "Setting the kernel's console to the screen")]
[After<SetConsoleToSerial>]
public sealed class SetConsoleToVirtual() : BootSetting(boot =>
    boot.AppendKernelArguments("console=tty0")); // the last console named is /dev/console: kernel documentation, admin-guide/serial-console

/// <summary>Keeps boot messages on the screen when the login prompt appears.</summary>
[Task(Phase.SystemModification, "Keeping boot messages on the screen")]
[Touches("/etc/systemd")]
public sealed class KeepBootMessages : BuildTask
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext build, CancellationToken ct) =>
        build.Root.InstallAssetAsync<KeepBootMessages>("/etc/systemd/system/getty@tty1.service.d/noclear.conf", RootFs.DefaultMode, ct);
}
