using System.Net;
using System.Net.Sockets;

namespace Loci.Postgres.Tests.Servers;

/// <summary>Stands between client and server, and cuts one connection when the client has committed, before it hears so.</summary>
internal sealed class CuttingProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _server;
    private int _cuts;

    public CuttingProxy(int server)
    {
        _server = server;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many commits from now on are not answered.</summary>
    public int CutsLeft
    {
        get => Volatile.Read(ref _cuts);
        set => Volatile.Write(ref _cuts, value);
    }

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The listener was closed.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            await server.ConnectAsync(IPAddress.Loopback, _server);
            var isCut = new TaskCompletionSource();
            await Task.WhenAny(ForwardAsync(client, server, isCut), BackAsync(server, client, isCut));
        }
    }

    private async Task ForwardAsync(TcpClient client, TcpClient server, TaskCompletionSource isCut)
    {
        var buffer = new byte[1 << 16];
        try
        {
            for (int length; (length = await client.GetStream().ReadAsync(buffer)) > 0;)
            {
                if (buffer.AsSpan(0, length).IndexOf("COMMIT\0"u8) >= 0 && Interlocked.Decrement(ref _cuts) >= 0)
                    isCut.SetResult();
                await server.GetStream().WriteAsync(buffer.AsMemory(0, length));
            }
        }
        catch (IOException)
        {
            // The other side was cut.
        }
    }

    private static async Task BackAsync(TcpClient server, TcpClient client, TaskCompletionSource isCut)
    {
        var buffer = new byte[1 << 16];
        try
        {
            for (int length; (length = await server.GetStream().ReadAsync(buffer)) > 0;)
            {
                if (isCut.Task.IsCompleted)
                    return; // the server has answered, and nobody hears of it
                await client.GetStream().WriteAsync(buffer.AsMemory(0, length));
            }
        }
        catch (IOException)
        {
            // The other side was cut.
        }
    }
}
