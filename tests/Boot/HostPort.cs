using System.Net;
using System.Net.Sockets;

namespace BootstrapVz.Test.Boot;

/// <summary>Ports of this host that lead to a machine.</summary>
internal static class HostPort
{
    /// <summary>One that nothing listens on.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>The first line of what answers there.</summary>
    public static async Task<string> BannerAsync(int port)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        using var reader = new StreamReader(client.GetStream());
        return await reader.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(2)) ?? "";
    }
}
