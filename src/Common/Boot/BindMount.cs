using BootstrapVz.Base.Hosts;

namespace BootstrapVz.Common.Boot;

/// <summary>One thing shown in place of another while this lives.</summary>
internal sealed class BindMount : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly string _target;

    private BindMount(IHost host, string target)
    {
        _host = host;
        _target = target;
    }

    public static async Task<BindMount> CreateAsync(IHost host, string source, string target, CancellationToken ct)
    {
        await host.RunAsync(new("mount", "--bind", source, target), ct);
        return new(host, target);
    }

    public async ValueTask DisposeAsync() => await _host.RunAsync(new("umount", "--lazy", _target), CancellationToken.None);
}
