using System.CommandLine;
using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Progress;
using BootstrapVz.Base.Volumes;
using BootstrapVz.Cli.Building;
using BootstrapVz.Common.Qemu;

namespace BootstrapVz.Cli.Verbs;

/// <summary><c>boot IMAGE</c>: starts an image in QEMU, its serial console on this terminal.</summary>
internal static class BootVerb
{
    private static readonly Bytes LeastMemory = Bytes.MiB(64);

    /// <summary>The verb.</summary>
    public static Command Create(Terminal terminal)
    {
        var image = new Argument<string>("IMAGE") { Description = "An image, raw or qcow2." };
        var firmware = SharedOptions.Word("--firmware", "The machine's firmware.", "bios", "uefi");
        var secure = new Option<bool>("--secure-boot") { Description = "UEFI that starts only what is signed with Microsoft's keys." };
        var trust = new Option<string>("--trust") { Description = "With --secure-boot: a certificate in place of Microsoft's, as of system.secure_boot.", HelpName = "FILE" };
        var architecture = SharedOptions.Word("--architecture", "The machine's architecture.", "amd64", "i386", "arm64");
        var port = new Option<int?>("--ssh-port") { Description = "A port of this host that leads to the machine's SSH server.", HelpName = "N" };
        port.Validators.Add(static result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, out var number) && number is > 0 and < 65536))
                result.AddError($"option '--ssh-port' takes a port from 1 to 65535, not '{token.Value}'");
        });
        var memory = new Option<string>("--memory") { Description = "The machine's memory.", HelpName = "SIZE", DefaultValueFactory = _ => "1GiB" };
        memory.Validators.Add(static result =>
        {
            if (!Bytes.TryParse(result.GetValueOrDefault<string>(), null, out var size) || size < LeastMemory)
                result.AddError($"option '--memory' takes a size such as 512MiB, at least {LeastMemory}, not '{result.GetValueOrDefault<string>()}'");
        });
        var writable = new Option<bool>("--writable") { Description = "Keep what the machine writes; else the image stays as it is." };
        var command = new Command("boot", "Starts an image in QEMU; Ctrl-A X ends it.") { image, firmware, secure, trust, architecture, port, memory, writable };
        command.Validators.Add(result =>
        {
            if (result.GetResult(firmware) is { Implicit: false } && result.GetValue(firmware) == "bios" && result.GetValue(secure))
                result.AddError("option '--secure-boot' is of UEFI, not of 'bios'");
            if (result.GetValue(trust) is not null && !result.GetValue(secure))
                result.AddError("option '--trust' is nothing without '--secure-boot'");
        });
        command.SetAction((parsed, ct) => RunAsync(
            new()
            {
                Image = terminal.FullPath(parsed.GetRequiredValue(image)),
                Firmware = parsed.GetRequiredValue(firmware) == "uefi" ? Firmware.Uefi : Firmware.Bios,
                SecureBoot = parsed.GetValue(secure),
                Trusted = parsed.GetValue(trust) is { } certificate ? terminal.FullPath(certificate) : null,
                Architecture = parsed.GetRequiredValue(architecture),
                SshPort = parsed.GetValue(port),
                Memory = Bytes.Parse(parsed.GetRequiredValue(memory), null),
                Writable = parsed.GetValue(writable),
            },
            terminal,
            ct));
        return command;
    }

    private static async Task<int> RunAsync(QemuOptions options, Terminal terminal, CancellationToken ct)
    {
        if (options.SshPort is { } port)
            await terminal.Error.WriteLineAsync($"SSH: ssh -p {port} root@localhost".AsMemory(), ct);
        var code = await new QemuRunner(ThisHost.Quiet, new ConsoleLog(terminal.Error)).RunInteractiveAsync(options, ct);
        return (code == 0 ? ExitCode.Success : ExitCode.BuildFailed).Code();
    }

    private sealed class ConsoleLog(TextWriter to) : IBuildLog
    {
        public void Write(LogLevel level, string text)
        {
            if (level >= LogLevel.Info)
                to.WriteLine(text);
        }

        public void Progress(string counter, long done, long total, string unit)
        {
            // Nothing here takes long enough to count.
        }
    }
}
